// What a get must find: a record that one of the k closest live peers holds.

import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../src/kad/kad-id.ts'
import { closestTo } from '../src/kad/metric.ts'

/** What is known of the room at one moment. */
export interface Moment {
  readonly k: number
  /** All peers that live now. */
  readonly live: readonly PeerName[]
  /** The records that live peers hold, of those that could be asked. */
  readonly held: ReadonlyMap<PeerName, ReadonlySet<string>>
}

/**
 * Whether a lookup for `key` has to find it: at least one of the k closest live peers holds it.
 * Peers that cannot be asked count as not holding it, so this never expects too much.
 */
export function mustBeFound(key: RecordKey, { k, live, held }: Moment): boolean {
  const closest = closestTo(kadIdOfKey(key), live, k, kadIdOfPeer)
  return closest.some((peer) => held.get(peer)?.has(key) === true)
}
