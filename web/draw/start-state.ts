// Where the own peer is on its way in: waiting, climbing the ladder, alone, or in company.

import type { PeerName } from '../../src/kad/kad-id.ts'
import { livePeers } from '../../src/world/selectors.ts'
import type { World } from '../../src/world/world.ts'
import { isReady } from './ladder.ts'
import { relaysOf } from './relays.ts'

/** `waiting`: no peer of one's own yet. `alone`: nobody there but relays. */
export type StartState = 'waiting' | 'joining' | 'alone' | 'in'

/** How far the own peer has come. */
export function startState(world: World, own: PeerName | undefined): StartState {
  const me = own === undefined ? undefined : world.peers.get(own)
  // Whoever watches a recording has no peer, and is not on the way to one.
  if (own === undefined && world.peers.size > 0) return 'in'
  if (me === undefined) return 'waiting'
  const relays = relaysOf(world)
  const others = livePeers(world).filter((peer) => peer !== me && !relays.has(peer.peerId))
  if (others.length > 0) return 'in'
  return isReady(me) ? 'alone' : 'joining'
}
