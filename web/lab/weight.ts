// What it takes to hand an envelope on, as a multiple of what a light one takes.

import type { Envelope } from '../../src/event/envelope.ts'

/** A peer that tells its whole state is as much as many events. */
export function weightOf({ event }: Envelope): number {
  if (event.kind !== 'peer.described') return 1
  return 4 + (event.contacts.length + event.connections.length) / 4
}
