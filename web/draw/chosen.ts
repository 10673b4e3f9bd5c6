// Whose table, ladder or viewpoint a view shows.

import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Peer, World } from '../../src/world/world.ts'

/** Whose way in is shown: as `chosenPeer`, but where nobody chose, who told most of it, or latest. */
export function climbingPeer(
  world: World,
  selected: readonly PeerName[],
  own: PeerName | undefined,
): Peer | undefined {
  const chosen = chosenPeer(world, selected, own)
  if (chosen === undefined || own !== undefined || selected.includes(chosen.peerId)) return chosen
  return [...world.peers.values()].reduce((most, peer) => (tells(peer, most) ? peer : most), chosen)
}

function tells(peer: Peer, other: Peer): boolean {
  const more = peer.stages.length - other.stages.length
  return more > 0 || (more === 0 && (peer.stages.at(-1)?.at ?? 0) > (other.stages.at(-1)?.at ?? 0))
}

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
