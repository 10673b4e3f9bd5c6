// kadscope relay: starts the relay, tells where it is and what it does, and ends it when asked.

import { fileURLToPath } from 'node:url'
import { describeError } from '../../src/base/errors.ts'
import type { CommandFile } from '../cli/command.ts'
import { untilEnd } from '../cli/seconds.ts'
import type { Terminal } from '../cli/terminal.ts'
import { describeRelay, relayOptionsOf } from '../options.ts'
import type { Relay } from '../relay.ts'

/** `kadscope relay` */
export const relayCommand: CommandFile = {
  describe: describeRelay,
  async run(command, terminal) {
    const options = relayOptionsOf(command)
    const { startRelay } = await import('../relay.ts')
    const { openRoom } = await import('../open-room.ts')
    const { createReporter } = await import('../reporter.ts')
    // Here already: what is said first should not wait behind what the nodes do.
    const { greet } = await import('../cli/greet.ts')
    const { colour } = terminal
    const report = createReporter({ ...options, colour, write: (line) => terminal.print(line) })
    const relay = await startRelay({
      options,
      // Seen from dist/relay, into which this is built.
      pageFolder: fileURLToPath(new URL('../web', import.meta.url)),
      openRoom: (host, rules) => openRoom(host, rules, (envelope) => report(rules.room, envelope)),
      say: (sentence) => terminal.warn(sentence),
    })
    try {
      greet(relay, options, terminal)
      if (options.peers > 0) tellWhenJoined(relay, options.peers, terminal)
      await untilEnd({}, terminal.signal)
    } finally {
      await relay.close()
    }
  },
}

function tellWhenJoined({ swarm }: Relay, count: number, terminal: Terminal): void {
  const beganAt = performance.now()
  swarm
    .then(({ peers }) => Promise.all(peers.map((peer) => peer.ready)))
    .then(() => {
      const seconds = ((performance.now() - beganAt) / 1000).toFixed(1)
      terminal.warn(`${count} more peers have joined, in ${seconds} s.`)
    })
    .catch((thrown: unknown) => {
      terminal.warn(`More peers cannot be started: ${describeError(thrown).message}`)
    })
}
