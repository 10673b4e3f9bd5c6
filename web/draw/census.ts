// How many peers there are and how the own one reaches them.

import type { PeerName } from '../../src/kad/kad-id.ts'
import { livePeers, pathsFrom } from '../../src/world/selectors.ts'
import type { World } from '../../src/world/world.ts'

/** Counts for the header. */
export interface Census {
  /** Peers that are there, the own one and the relay too. */
  readonly peers: number
  /** Peers that the own one has a wire to with nobody in between. */
  readonly direct: number
  /** Peers that it reaches only through the relay. */
  readonly relayed: number
}

/** Counts the live peers, and the own peer's wires by the best to each. */
export function countPeers(world: World, own: PeerName | undefined): Census {
  const paths = own === undefined ? [] : [...pathsFrom(world, own).values()]
  const relayed = paths.filter((path) => path === 'relayed').length
  return { peers: livePeers(world).length, direct: paths.length - relayed, relayed }
}
