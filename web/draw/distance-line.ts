// The line of distance: log2 of the XOR from a viewpoint, all peers on it, the k closest bracketed.

import type { KadId, PeerName } from '../../src/kad/kad-id.ts'
import { log2Distance } from '../../src/kad/metric.ts'
import { closestLive, livePeers } from '../../src/world/selectors.ts'
import type { World } from '../../src/world/world.ts'
import { hueOf } from './identity.ts'

/** A peer on the line. */
export interface LinePeer {
  readonly peer: PeerName
  readonly hue: number
  /** log2 of its distance. */
  readonly distance: number
  /** Share of the line's length, 0 nearest. */
  readonly at: number
  /** Rows of dots, so that none hides another. */
  readonly row: number
  readonly closest: boolean
}

/** The picture. */
export interface DistanceLine {
  readonly peers: readonly LinePeer[]
  /** Powers of two along the line. */
  readonly marks: readonly { readonly power: number; readonly at: number }[]
  /** The share of the line that the k closest take up. */
  readonly reach: number
}

/** Two dots of one row are at least this share of the line apart. */
const GAP = 0.016

/** Lays the live peers out by distance from an id; the k closest servers are marked. */
export function distanceLine(world: World, from: KadId, k: number): DistanceLine {
  const others = livePeers(world).filter((peer) => peer.kadId !== from)
  const closest = new Set(
    closestLive(world, from, k + 1)
      .filter((peer) => peer.kadId !== from)
      .slice(0, k)
      .map((peer) => peer.peerId),
  )
  const placed = others
    .map((peer) => ({
      peer: peer.peerId,
      hue: hueOf(peer.kadId),
      distance: log2Distance(peer.kadId, from),
      closest: closest.has(peer.peerId),
    }))
    .sort((a, b) => a.distance - b.distance)
  const low = Math.floor(Math.min(254, ...placed.map((one) => one.distance))) - 0.5
  const at = (power: number): number => (power - low) / (256 - low)
  const lastInRow: number[] = []
  const peers = placed.map((one) => {
    const place = at(one.distance)
    let row = 0
    while (place - (lastInRow[row] ?? -1) < GAP) row += 1
    lastInRow[row] = place
    return { ...one, at: place, row }
  })
  const every = Math.max(1, Math.ceil((256 - low) / 8))
  const marks: { power: number; at: number }[] = []
  for (let power = 256; power > low; power -= every) marks.unshift({ power, at: at(power) })
  const reach = Math.max(0, ...peers.filter((peer) => peer.closest).map((peer) => peer.at))
  return { peers, marks, reach }
}
