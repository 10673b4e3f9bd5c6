// Where the own peer is on its way in: waiting, climbing the ladder, alone, or in company.

import type { PeerName } from '../../src/kad/kad-id.ts'
import { livePeers } from '../../src/world/selectors.ts'
import type { World } from '../../src/world/world.ts'
import { relaysOf } from './relays.ts'

/** `waiting`: no peer of one's own yet. `alone`: nobody there but relays. */
export type StartState = 'waiting' | 'joining' | 'alone' | 'in'

/** How far the own peer has come. */
export function startState(world: World, own: PeerName | undefined): StartState {
  const me = own === undefined ? undefined : world.peers.get(own)
  if (me === undefined) return 'waiting'
  const relays = relaysOf(world)
  const others = livePeers(world).filter((peer) => peer !== me && !relays.has(peer.peerId))
  if (others.length > 0) return 'in'
  return me.stage === 'ready' ? 'alone' : 'joining'
}
