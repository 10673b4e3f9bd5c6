// Whose table, ladder or viewpoint a view shows.

import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Peer, World } from '../../src/world/world.ts'

/** The peer that was selected last and has told of itself, else the own one. */
export function chosenPeer(
  world: World,
  selected: readonly PeerName[],
  own: PeerName | undefined,
): Peer | undefined {
  for (const name of [...selected].reverse()) {
    const peer = world.peers.get(name)
    if (peer?.heard === true) return peer
  }
  return own === undefined ? undefined : world.peers.get(own)
}
