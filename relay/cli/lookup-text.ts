// A lookup hop by hop, as lines of text.

import { countOf, formatMs } from '../../src/event/format.ts'
import { kadIdOfPeer, type PeerName } from '../../src/kad/kad-id.ts'
import { log2Distance } from '../../src/kad/metric.ts'
import { depthsOf } from '../../src/world/lookup-depths.ts'
import type { Lookup, Message } from '../../src/world/world.ts'
import { columns, peerText } from './names.ts'

/** One message of a lookup, as plain data. */
export interface Hop {
  /** 1 for peers that the asker knew, one more for those that they named, and so on. */
  readonly hop: number
  readonly peer: PeerName
  /** log2 of its distance to the target. */
  readonly distance: number
  readonly state: Message['state']
  /** Until it answered or failed, in milliseconds. */
  readonly ms: number | undefined
  /** Peers that it named. */
  readonly closer: readonly PeerName[]
  readonly error: string | undefined
}

/** The messages of a lookup, in the order in which they left. */
export function hopsOf(lookup: Lookup): Hop[] {
  const depths = depthsOf(lookup)
  return lookup.messages.map(({ to, state, ms, closer, error }) => ({
    hop: depths.get(to) ?? 1,
    peer: to,
    distance: log2Distance(kadIdOfPeer(to), lookup.target),
    state,
    ms,
    closer,
    error,
  }))
}

/** The hops as lines: hop, peer, distance, answer. */
export function hopLines(hops: readonly Hop[], colour: boolean): string[] {
  return columns(
    hops.map(({ hop, peer, distance, ms, ...answer }) => [
      `hop ${hop}`,
      peerText(peer, colour),
      distanceText(distance),
      ms === undefined ? '' : formatMs(ms),
      answerText(answer),
    ]),
  )
}

/** A distance as a power of two: `2^253.4`. */
export function distanceText(distance: number): string {
  return `2^${distance.toFixed(1)}`
}

function answerText({ state, closer, error }: Pick<Hop, 'state' | 'closer' | 'error'>): string {
  switch (state) {
    case 'sent':
      return 'no answer was needed any more'
    case 'failed':
      return `no answer: ${error ?? 'unknown'}`
    case 'answered':
      return `named ${countOf(closer.length, 'peer')}`
  }
}
