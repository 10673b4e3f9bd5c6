// How many hops from the asker each peer of a lookup was found.

import type { PeerName } from '../kad/kad-id.ts'
import type { Lookup } from './world.ts'

/**
 * The hop at which each peer came into a lookup: 1 for those that the asker knew, one more than
 * that of the first to name it for all others.
 */
export function depthsOf(lookup: Pick<Lookup, 'messages'>): ReadonlyMap<PeerName, number> {
  const depths = new Map<PeerName, number>()
  for (const { to, closer, type } of lookup.messages) {
    if (type === 'PUT_VALUE') continue
    const depth = depths.get(to) ?? 1
    depths.set(to, depth)
    for (const peer of closer) if (!depths.has(peer)) depths.set(peer, depth + 1)
  }
  return depths
}
