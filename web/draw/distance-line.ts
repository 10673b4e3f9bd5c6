// The line of distance: log2 of the XOR from a viewpoint, peers and a key on it, the k closest bracketed.

import { ID_BITS, type KadId, type PeerName } from '../../src/kad/kad-id.ts'
import { compareDistance, log2Distance } from '../../src/kad/metric.ts'
import { closestLive, livePeers } from '../../src/world/selectors.ts'
import type { World } from '../../src/world/world.ts'
import { hueOf } from './identity.ts'
import { cellOf, CELLS, SIX, type Scale } from './magnifier.ts'

/** A peer on the line. */
export interface LinePeer {
  readonly peer: PeerName
  readonly name: string
  readonly hue: number
  /** Its distance in words: `2^253.4`, or a number under the magnifier. */
  readonly words: string
  /** Share of the line's length, 0 nearest. */
  readonly at: number
  /** Rows of dots, so that none hides another. */
  readonly row: number
  readonly closest: boolean
}

/** The picture. */
export interface DistanceLine {
  /** Nearest first. */
  readonly peers: readonly LinePeer[]
  /** Powers of two; under the magnifier numbers. */
  readonly marks: readonly { readonly text: string; readonly at: number }[]
  /** The share of the line that the k closest take up. */
  readonly reach: number
  /** Pixels from one dot to the next of its row, and from row to row, and of all rows together. */
  readonly pitch: number
  readonly step: number
  readonly height: number
  /** Where on the line a distance stands, by its base-2 logarithm, and the other way round. */
  readonly atPower: (power: number) => number
  readonly powerAt: (at: number) => number
}

/** What the picture is made for. */
export interface LineSize {
  /** Pixels. */
  readonly width: number
  readonly scale: Scale
}

/** The most that the rows of dots take, in pixels: where they are many, they overlap a little. */
const MOST_HIGH = 84

/** The power of two that one place under the magnifier is worth. */
const CELL_POWER = ID_BITS - SIX

/** Lays the live peers out by distance from an id; the k closest servers are marked. */
export function distanceLine(
  world: World,
  from: KadId,
  k: number,
  { width, scale }: LineSize,
): DistanceLine {
  const others = livePeers(world)
    .filter((peer) => peer.kadId !== from)
    .sort((a, b) => compareDistance(from, a.kadId, b.kadId))
  const closest = closestOthers(world, from, k)
  const powers = others.map(({ kadId }) => powerOf(from, kadId, scale))
  const low = scale === 'six' ? CELL_POWER - 1 : Math.floor(Math.min(254, ...powers)) - 0.5
  const atPower = (power: number): number => Math.max(0, (power - low) / (ID_BITS - low))
  const pitch = others.length <= 24 ? 12 : others.length <= 90 ? 9 : 6.5
  const lastInRow: number[] = []
  const peers = others.map(({ peerId, kadId, name }, index) => {
    const power = powers[index] ?? low
    const at = atPower(power)
    let row = 0
    while (row < lastInRow.length && (at - (lastInRow[row] ?? 0)) * width < pitch) row += 1
    lastInRow[row] = at
    const words = scale === 'six' ? sixWords(from, kadId) : `2^${power.toFixed(1)}`
    return { peer: peerId, name, hue: hueOf(kadId), words, at, row, closest: closest.has(peerId) }
  })
  const step = Math.min(pitch, MOST_HIGH / Math.max(1, lastInRow.length))
  return {
    peers,
    marks: marksOf(low, scale).map(({ power, text }) => ({ text, at: atPower(power) })),
    reach: Math.max(0, ...peers.filter((peer) => peer.closest).map((peer) => peer.at)),
    pitch,
    step,
    height: Math.max(28, lastInRow.length * step + pitch),
    atPower,
    powerAt: (at) => low + at * (ID_BITS - low),
  }
}

/** The base-2 logarithm of a distance as the line draws it; finite also for an id and itself. */
export function powerOf(from: KadId, id: KadId, scale: Scale): number {
  if (scale === 'whole') return Math.max(0, log2Distance(from, id))
  const distance = cellOf(from) ^ cellOf(id)
  return distance === 0 ? CELL_POWER - 1 : CELL_POWER + Math.log2(distance)
}

/** The k closest servers, a peer that is at the very id left out. */
export function closestOthers(world: World, from: KadId, k: number): Set<PeerName> {
  const others = closestLive(world, from, k + 1).filter((peer) => peer.kadId !== from)
  return new Set(others.slice(0, k).map((peer) => peer.peerId))
}

function sixWords(from: KadId, id: KadId): string {
  return (cellOf(from) ^ cellOf(id)).toString()
}

function marksOf(low: number, scale: Scale): { power: number; text: string }[] {
  if (scale === 'six') {
    const marks = [{ power: CELL_POWER - 1, text: '0' }]
    for (let value = 1; value < CELLS; value *= 2) {
      marks.push({ power: CELL_POWER + Math.log2(value), text: value.toString() })
    }
    return marks
  }
  const every = Math.max(1, Math.ceil((ID_BITS - low) / 8))
  const marks: { power: number; text: string }[] = []
  for (let power = ID_BITS; power > low; power -= every) {
    marks.unshift({ power, text: power.toString() })
  }
  return marks
}
