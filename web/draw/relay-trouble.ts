// Whether the own peer is cut off from every relay, and what that means for it.

import type { Envelope } from '../../src/event/envelope.ts'
import type { EventOf } from '../../src/event/event.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Timeline } from '../../src/world/timeline.ts'
import type { Peer } from '../../src/world/world.ts'

/** What is in the way, as one sentence, and when it is tried again. */
export interface RelayTrouble {
  readonly text: string
  /** Milliseconds on the source's clock. */
  readonly retryAt: number | undefined
}

/** The trouble that a peer has with its relays; undefined while it has none. */
export function relayTrouble(peer: Peer, lastDial: Envelope | undefined): RelayTrouble | undefined {
  if (peer.reservations.length > 0 || peer.relays.at(-1)?.ok !== false) return undefined
  const dial = lastDial?.event.kind === 'relay.dialed' ? lastDial.event : undefined
  const retryMs = dial?.retryMs
  const inside = peer.contacts.size > 0
  return {
    text: inside
      ? 'The relay does not answer. The room goes on without it; only newcomers cannot get in.'
      : `The relay does not answer${at(dial)}: is it running, and is the address right?`,
    retryAt: lastDial === undefined || retryMs === undefined ? undefined : lastDial.at + retryMs,
  }
}

/** The last attempt of a peer to reach a relay, before an index of the timeline. */
export function lastDialBefore(
  timeline: Timeline,
  index: number,
  peer: PeerName,
): Envelope | undefined {
  const matches = (envelope: Envelope): boolean =>
    envelope.peer === peer && envelope.event.kind === 'relay.dialed'
  // The event that led to `index` itself counts too.
  const latest = timeline.envelopeAt(index - 1)
  if (latest !== undefined && matches(latest)) return latest
  return timeline.envelopeAt(timeline.previousIndex(index, matches) - 1)
}

function at(dial: EventOf<'relay.dialed'> | undefined): string {
  return dial === undefined || dial.address === '' ? '' : ` at ${dial.address}`
}
