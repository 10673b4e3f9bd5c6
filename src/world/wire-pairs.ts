// Which live peers have a wire between them, without an object for each: a crowd has tens of thousands.

import type { Path } from '../event/schema.ts'
import type { Peer } from './world.ts'

/** From the best path to the worst. */
export const PATHS = ['webrtc', 'websocket', 'virtual', 'relayed'] as const satisfies Path[]

/**
 * Two peers and a path are written as one number, so that sorting brings the best path of each two
 * to the front. Of `PEERS_KEPT` peers such a number has 27 bits.
 */
const PATH_COUNT = PATHS.length

/**
 * Calls `visit` once for each two of these peers that have a wire, with their places in the list,
 * the lower first, and the best path between them. Both ends tell of a wire, or one of them.
 */
export function eachPair(
  peers: readonly Peer[],
  visit: (low: number, high: number, path: Path) => void,
): void {
  const ends = endsOf(peers).sort()
  let before = -1
  for (const end of ends) {
    const pair = Math.floor(end / PATH_COUNT)
    // The first of equal ones has the best path.
    if (pair === before) continue
    before = pair
    const low = Math.floor(pair / peers.length)
    visit(low, pair - low * peers.length, PATHS[end - pair * PATH_COUNT] ?? 'relayed')
  }
}

/** Every end of a wire that leads to another of these peers. */
function endsOf(peers: readonly Peer[]): Int32Array {
  const places = new Map(peers.map(({ peerId }, place) => [peerId, place]))
  let most = 0
  for (const { connections } of peers) most += connections.size
  const ends = new Int32Array(most)
  let count = 0
  for (const [here, { connections }] of peers.entries()) {
    for (const { remote, path } of connections.values()) {
      const there = places.get(remote)
      if (there === undefined || there === here) continue
      const pair = here < there ? here * peers.length + there : there * peers.length + here
      ends[count] = pair * PATH_COUNT + PATHS.indexOf(path)
      count += 1
    }
  }
  return ends.subarray(0, count)
}
