// Where the signs of crashed peers stand: they are gone from the picture, their ids are not.

import type { KadId, PeerName } from '../../src/kad/kad-id.ts'
import { huePosition } from '../../src/kad/nickname.ts'
import { prefixOf } from '../../src/kad/prefix.ts'
import type { Peer, World } from '../../src/world/world.ts'
import type { NetworkScene } from './network-scene.ts'
import { fieldOfPrefix, mapPlaces } from './prefix-map.ts'
import { pointAt, type Point } from './ring.ts'

/** A crashed peer and where its sign stands. */
export interface Grave extends Point {
  readonly peer: PeerName
}

/** Pixels from sign to sign where they stand aside. */
const PITCH = 16

/** Bits that place an id in the field of a closed group: to less than a pixel. */
const FIELD_BITS = 24

/**
 * The places of those of the named peers that are gone. On the ring and on the map it is where they
 * stood, as that is by id alone. By wires they have none any more: they stand aside in a row.
 */
export function gravesOf(
  scene: NetworkScene,
  world: Pick<World, 'peers'>,
  names: readonly PeerName[],
): Grave[] {
  const gone = names.flatMap((name) => world.peers.get(name) ?? []).filter(({ live }) => !live)
  const at = placing(scene, gone)
  return gone.map((peer, index) => ({ peer: peer.peerId, ...at(peer, index) }))
}

function placing(
  scene: NetworkScene,
  gone: readonly Peer[],
): (peer: Pick<Peer, 'kadId'>, index: number) => Point {
  const { layout, room, radius } = scene
  switch (layout) {
    case 'ring': {
      // Groups stand on the ring: there the signs are inside of it.
      const inside = Math.max(0, ...scene.closed.map((group) => group.radius + PITCH))
      return ({ kadId }) => pointAt(huePosition(kadId), radius - inside)
    }
    case 'map': {
      const isGrouped = ({ kadId }: { kadId: KadId }): boolean =>
        scene.closed.some(({ group }) => prefixOf(kadId, group.prefix.length) === group.prefix)
      const single = [...scene.peers, ...gone.filter((peer) => !isGrouped(peer))]
      const { places } = mapPlaces(
        single.map(({ kadId }) => kadId),
        room,
      )
      return ({ kadId }) => places.get(kadId) ?? fieldOfPrefix(prefixOf(kadId, FIELD_BITS), room)
    }
    case 'force': {
      const inRow = Math.max(1, Math.floor(room.width / PITCH))
      return (_, index) => ({
        x: room.x + ((index % inRow) + 0.5) * PITCH,
        y: room.y + room.height - (Math.floor(index / inRow) + 0.5) * PITCH,
      })
    }
  }
}
