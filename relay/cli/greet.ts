// Tells where a relay is that has just been started.

import { kadIdOfPeer, type PeerName } from '../../src/kad/kad-id.ts'
import { nickname } from '../../src/kad/nickname.ts'
import { greeting, pageUrls } from '../greeting.ts'
import type { RelayOptions } from '../options.ts'
import type { Relay } from '../relay.ts'
import type { Terminal } from './terminal.ts'

/** Prints the greeting, or only the address where that was asked for. */
export function greet(relay: Relay, options: RelayOptions, terminal: Terminal): void {
  const urls = pageUrls({ ...options, port: relay.port, secure: relay.secure })
  if (options.quiet || options.json) {
    // Out of the way of the JSON lines, but there: with --port 0 it cannot be guessed.
    terminal.warn(urls.public ?? urls.local)
    return
  }
  const name = nickname(kadIdOfPeer(relay.peerId as PeerName))
  for (const line of greeting(urls, options.room, name, terminal.colour)) terminal.print(line)
}
