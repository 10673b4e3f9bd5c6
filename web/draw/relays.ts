// Which peers are relays: they say so, others reserve places at them, or are reached by WebSocket.

import type { PeerName } from '../../src/kad/kad-id.ts'
import { livePeers } from '../../src/world/selectors.ts'
import type { World } from '../../src/world/world.ts'

/** The relays among the peers of a World, as far as anybody has told. */
export function relaysOf(world: World): Set<PeerName> {
  const relays = new Set<PeerName>()
  for (const peer of livePeers(world)) {
    if (peer.agent === 'relay') relays.add(peer.peerId)
    for (const relay of peer.reservations) relays.add(relay)
    if (peer.agent !== 'tab') continue
    // A tab cannot be dialed: what it dials by WebSocket is a relay.
    for (const { path, direction, remote } of peer.connections.values()) {
      if (path === 'websocket' && direction === 'out') relays.add(remote)
    }
  }
  return relays
}
