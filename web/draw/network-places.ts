// Where the nodes of the Network stand, by layout: on the ring, by their wires, or on the map.

import type { KadId } from '../../src/kad/kad-id.ts'
import { huePosition } from '../../src/kad/nickname.ts'
import { prefixOf, prefixSpan } from '../../src/kad/prefix.ts'
import { pushApart } from './apart.ts'
import { hueOf } from './identity.ts'
import {
  ON_THE_RING,
  type MapGround,
  type NetworkFrame,
  type PlacedTarget,
} from './network-frame.ts'
import { cornerReach, headHeight, isNarrow, legendHeight } from './network-rim.ts'
import { GROUP_BITS } from './prefix-groups.ts'
import { fieldOfPrefix, mapPlaces, type Field } from './prefix-map.ts'
import { pointAt, rowsOnRing, type Point } from './ring.ts'

/** Something to be placed: a peer, or a group at the first id of its prefix. */
export interface Placeable {
  readonly node: string
  readonly kadId: KadId
  /** Share of the ring. */
  readonly turn: number
  /** The prefix of a group. */
  readonly prefix: string | undefined
  /** Pixels. */
  readonly radius: number
}

/** The ring's radius: as large as the room for names beside it allows. */
export function ringRadius(frame: NetworkFrame): number {
  const { width, height, text } = frame
  // Three rows of peers, where they crowd, or their names.
  const beside = isNarrow(frame) ? 3.5 * text : 15 * text
  const radius = Math.min(width / 2 - beside, height / 2 - 3.5 * text)
  return Math.max(40, Math.min(radius, Math.max(radius * 0.7, cornerReach(frame) - 2 * text)))
}

/** The place of every node, in the same order; the middle of the picture is the origin. */
export function placesOfNodes(nodes: readonly Placeable[], frame: NetworkFrame): Point[] {
  switch ((frame.arrangement ?? ON_THE_RING).layout) {
    case 'ring':
      return onRing(nodes, frame)
    case 'force':
      return byWires(nodes, frame)
    case 'map':
      return onMap(nodes, frame)
  }
}

/** Where the places that are looked for lie; by wires alone they lie nowhere. */
export function placesOfTargets(nodes: readonly Placeable[], frame: NetworkFrame): PlacedTarget[] {
  const layout = frame.arrangement?.layout ?? 'ring'
  if (layout === 'force') return []
  return frame.targets.map((target) => {
    const turn = huePosition(target.kadId)
    if (layout === 'ring') return { ...target, turn, ...pointAt(turn, ringRadius(frame)) }
    const field = fieldOfPrefix(prefixOf(target.kadId, TARGET_BITS), roomOf(nodes, frame))
    return { ...target, turn, x: field.x, y: field.y }
  })
}

/** Bits that place a target on the map: to less than a pixel. */
const TARGET_BITS = 24

/** The lines of the map, and the first digits of its fields. */
export function mapGround(nodes: readonly Placeable[], frame: NetworkFrame): MapGround {
  if (frame.arrangement?.layout !== 'map') return { lines: [], names: [] }
  const whole = roomOf(nodes, frame)
  const { lines } = mapPlaces(idsOf(nodes), whole)
  const names = Array.from({ length: 2 ** GROUP_BITS }, (_, digit) => {
    const field = fieldOfPrefix(digit.toString(2).padStart(GROUP_BITS, '0'), whole)
    const text = digit.toString(16)
    return {
      x: field.x + frame.text * 0.8,
      y: field.y + frame.text,
      text: `${text}…`,
      hue: hueOf(`${text}8`.padEnd(64, '0') as KadId),
    }
  })
  // The lines of the digits are there however few peers there are.
  const ruled = new Map(
    [...digitLines(whole), ...lines].map((line) => [JSON.stringify(line), line]),
  )
  return { lines: [...ruled.values()], names }
}

function onRing(nodes: readonly Placeable[], frame: NetworkFrame): Point[] {
  const radius = ringRadius(frame)
  const size = Math.min(...nodes.map((node) => node.radius))
  const rows = rowsOnRing(
    nodes.map(({ turn }) => turn),
    (size * 2.2) / (2 * Math.PI * radius),
  )
  return nodes.map(({ turn, prefix }, index) =>
    pointAt(turn, radius + (prefix === undefined ? (rows[index] ?? 0) * size * 2.4 : 0)),
  )
}

function onMap(nodes: readonly Placeable[], frame: NetworkFrame): Point[] {
  const whole = roomOf(nodes, frame)
  const { places } = mapPlaces(idsOf(nodes), whole)
  return nodes.map(({ kadId, prefix }) => {
    if (prefix === undefined) return places.get(kadId) ?? { x: 0, y: 0 }
    const field = fieldOfPrefix(prefix, whole)
    return { x: field.x + field.width / 2, y: field.y + field.height / 2 }
  })
}

function byWires(nodes: readonly Placeable[], frame: NetworkFrame): Point[] {
  const { forced } = frame.arrangement ?? ON_THE_RING
  const known = nodes.flatMap(({ node }) => forced.get(node) ?? [])
  const ring = onRing(nodes, frame)
  if (known.length < 2) return ring
  const xs = known.map(({ x }) => x)
  const ys = known.map(({ y }) => y)
  const box = { left: Math.min(...xs), top: Math.min(...ys) }
  const across = Math.max(1, Math.max(...xs) - box.left)
  const down = Math.max(1, Math.max(...ys) - box.top)
  const room = roomOf(nodes, frame)
  const edge = frame.text * 2
  const inner = {
    x: room.x + edge,
    y: room.y + edge,
    width: Math.max(1, room.width - 2 * edge),
    height: Math.max(1, room.height - 2 * edge),
  }
  const circles = nodes.map(({ node, radius }, index) => {
    const at = forced.get(node)
    if (at === undefined) return { ...(ring[index] ?? { x: 0, y: 0 }), radius }
    return {
      x: inner.x + ((at.x - box.left) / across) * inner.width,
      y: inner.y + ((at.y - box.top) / down) * inner.height,
      radius,
    }
  })
  // The wires know nothing of how large a node is drawn.
  return pushApart(circles, inner, frame.text / 2)
}

/** The picture without the sentence above it and the legend below. */
export function roomOf(nodes: readonly Placeable[], frame: NetworkFrame): Field {
  const { width, height, text } = frame
  const edge = text * 1.6
  const top = headHeight(frame)
  const crowded = nodes.some(({ prefix }) => prefix !== undefined)
  const bottom = legendHeight(frame, crowded) + text
  return {
    x: edge - width / 2,
    y: top - height / 2,
    width: Math.max(1, width - 2 * edge),
    height: Math.max(1, height - top - bottom),
  }
}

/** A group has no one id: on the map only single peers share fields out. */
function idsOf(nodes: readonly Placeable[]): KadId[] {
  return nodes.flatMap(({ kadId, prefix }) => (prefix === undefined ? [kadId] : []))
}

function digitLines(whole: Field): ReturnType<typeof mapPlaces>['lines'] {
  const ids = Array.from({ length: 2 ** GROUP_BITS }, (_, digit) =>
    digit.toString(16).padEnd(64, '0'),
  ) as KadId[]
  return mapPlaces(ids, whole).lines.filter(({ depth }) => depth < GROUP_BITS)
}

/** Where a group stands on the ring: in the middle of its ids. */
export function turnOfPrefix(prefix: string): number {
  const { start, share } = prefixSpan(prefix)
  return start + share / 2
}
