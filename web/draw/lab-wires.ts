// Faults of single wires in the Network picture: each such wire, and a sign in its middle.

import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Stroke } from './lab-cut.ts'
import type { NetworkScene } from './network-scene.ts'
import type { Point } from './ring.ts'

/** A wire that a fault is on, as it lies in the picture. */
export interface MarkedWire extends Stroke {
  readonly peers: readonly [PeerName, PeerName]
  /** Where its sign stands. */
  readonly middle: Point
}

/** How many wires there can be between so many peers. */
export function wireCount(peers: number): number {
  return (peers * (peers - 1)) / 2
}

/** The wires between these peers, as far as both ends are in the picture. */
export function markedWires(scene: NetworkScene, peers: readonly PeerName[]): MarkedWire[] {
  const wanted = new Set(peers)
  const places = scene.everyone.filter(({ peerId }) => wanted.has(peerId))
  return places.flatMap((from, index) =>
    places.slice(index + 1).map((to) => ({
      from: { x: from.x, y: from.y },
      to: { x: to.x, y: to.y },
      peers: [from.peerId, to.peerId] as const,
      middle: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 },
    })),
  )
}
