#!/usr/bin/env node
// The relay's command: starts it, tells where it is and what it does, and ends it when asked.

import './node-polyfills.ts'
import { fileURLToPath } from 'node:url'
import { describeError, KadscopeError } from '../src/base/errors.ts'
import { kadIdOfPeer, type PeerName } from '../src/kad/kad-id.ts'
import { nickname } from '../src/kad/nickname.ts'
import { hasColour } from './colour.ts'
import { greeting, pageUrls } from './greeting.ts'
import { openRoom } from './open-room.ts'
import { parseOptions, UsageError, type RelayOptions } from './options.ts'
import { createReporter } from './reporter.ts'
import { startRelay, type Relay } from './relay.ts'

/** Exit codes: what was typed is wrong, and everything else. */
const USAGE = 2
const FAILURE = 1

try {
  const options = parseOptions(process.argv.slice(2), (text) => process.stdout.write(text))
  if (options !== undefined) await run(options)
} catch (thrown) {
  if (!(thrown instanceof KadscopeError)) throw thrown
  process.stderr.write(`${thrown.message}\n`)
  process.exit(thrown instanceof UsageError ? USAGE : FAILURE)
}

async function run(options: RelayOptions): Promise<void> {
  const colour = hasColour(process.stdout, process.env)
  const report = createReporter({
    ...options,
    colour,
    write: (line) => process.stdout.write(`${line}\n`),
  })
  const relay = await startRelay({
    options,
    pageFolder: fileURLToPath(new URL('../web', import.meta.url)),
    openRoom: (host, rules) => openRoom(host, rules, (envelope) => report(rules.room, envelope)),
    // Standard output may be JSON lines.
    say: (sentence) => process.stderr.write(`${sentence}\n`),
  })
  const urls = pageUrls({ ...options, port: relay.port, secure: relay.secure })
  if (options.quiet || options.json) {
    // Out of the way of the JSON lines, but there: with --port 0 it cannot be guessed.
    process.stderr.write(`${urls.public ?? urls.local}\n`)
  } else {
    const name = nickname(kadIdOfPeer(relay.peerId as PeerName))
    for (const line of greeting(urls, options.room, name, colour)) process.stdout.write(`${line}\n`)
  }
  if (options.peers > 0) tellWhenJoined(relay, options.peers)
  let closing = false
  const stop = (): void => {
    // Whoever asks twice is in a hurry.
    if (closing) process.exit(FAILURE)
    closing = true
    void relay.close().finally(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

function tellWhenJoined({ swarm }: Relay, count: number): void {
  const beganAt = performance.now()
  swarm
    .then(({ peers }) => Promise.all(peers.map((peer) => peer.ready)))
    .then(() => {
      const seconds = ((performance.now() - beganAt) / 1000).toFixed(1)
      process.stderr.write(`${count} more peers have joined, in ${seconds} s.\n`)
    })
    .catch((thrown: unknown) => {
      process.stderr.write(`More peers cannot be started: ${describeError(thrown).message}\n`)
    })
}
