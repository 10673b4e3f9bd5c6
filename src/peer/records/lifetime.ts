// How long a copy lives: the farther from its key the holder is, the shorter.

import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../../kad/kad-id.ts'
import { compareDistance } from '../../kad/metric.ts'

/** Halvings beyond which a copy is not worth keeping any shorter. */
const MOST_HALVINGS = 16

/**
 * How long a copy lives at its holder after publication, in milliseconds: `expireMs` at the k
 * closest, and half as long for each further known peer that is closer to the key (Maymounkov
 * and Mazières 2002, 2.3: exponentially inversely proportional to the nodes in between), so
 * that copies that were left behind go by themselves.
 *
 * @param closer how many known peers are closer to the key than the holder
 */
export function lifetime(expireMs: number, k: number, closer: number): number {
  const beyond = Math.max(0, closer - k + 1)
  return expireMs / 2 ** Math.min(beyond, MOST_HALVINGS)
}

/** How many of `contacts` are closer to a key than the own peer is. */
export function countCloser(key: RecordKey, own: PeerName, contacts: readonly PeerName[]): number {
  const id = kadIdOfKey(key)
  const ownId = kadIdOfPeer(own)
  return contacts.filter((peer) => compareDistance(id, kadIdOfPeer(peer), ownId) < 0).length
}
