// Whose table, ladder or viewpoint a view shows.

import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Peer, World } from '../../src/world/world.ts'

/** The peer that was selected last and has told of itself, else the own one, else the first tab. */
export function chosenPeer(
  world: World,
  selected: readonly PeerName[],
  own: PeerName | undefined,
): Peer | undefined {
  for (const name of [...selected].reverse()) {
    const peer = world.peers.get(name)
    if (peer?.heard === true) return peer
  }
  if (own !== undefined) return world.peers.get(own)
  const heard = [...world.peers.values()].filter((peer) => peer.heard)
  return heard.find((peer) => peer.agent !== 'relay') ?? heard[0]
}
