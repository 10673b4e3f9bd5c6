// Which of the events that have just been shown is told: the one that matters most to who watches.

import type { Envelope } from '../../src/event/envelope.ts'
import type { EventKind } from '../../src/event/event.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'

/** Families of events by how much they matter; what is in none is not told unless it is alone. */
const WEIGHTS: readonly (readonly [prefix: string, weight: number])[] = [
  ['fault.', 9],
  ['record.rejected', 8],
  ['record.', 6],
  ['lookup.', 6],
  ['peer.started', 7],
  ['peer.stopped', 8],
  ['rpc.', 3],
  ['join.', 4],
  ['relay.', 4],
  ['bucket.', 3],
  ['connection.', 2],
  ['contact.removed', 3],
]

/** How much an event matters; the viewer's own by far more, upkeep less. */
export function weightOf({ event, peer }: Envelope, own: PeerName | undefined): number {
  const mine = own !== undefined && peer === own ? 10 : 0
  if (event.kind === 'lookup.started' && event.background) return 1 + mine
  return mine + weightOfKind(event.kind)
}

/** The event to tell of these, the latest of those that matter most; undefined when there is none. */
export function tellableOf(
  envelopes: readonly Envelope[],
  own: PeerName | undefined,
): Envelope | undefined {
  let best: Envelope | undefined
  for (const envelope of envelopes) {
    if (best === undefined || weightOf(envelope, own) >= weightOf(best, own)) best = envelope
  }
  return best
}

function weightOfKind(kind: EventKind): number {
  return WEIGHTS.find(([prefix]) => kind.startsWith(prefix))?.[1] ?? 0
}
