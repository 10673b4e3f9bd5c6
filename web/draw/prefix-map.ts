// The map by prefix: a rectangle halved by each bit in turn, left and right, then top and bottom.

import type { KadId } from '../../src/kad/kad-id.ts'
import { bitAt } from '../../src/kad/prefix.ts'
import { GROUP_BITS } from './prefix-groups.ts'
import type { Point } from './ring.ts'

/** A rectangle, in pixels. */
export interface Field {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A line that halves a field, and how many bits deep it is. */
export interface MapLine {
  readonly from: Point
  readonly to: Point
  readonly depth: number
}

/** Deeper than this, fields would be smaller than a dot. */
const DEEPEST = 14

/** The field of the ids under a prefix of binary digits. */
export function fieldOfPrefix(prefix: string, whole: Field): Field {
  return Array.from(prefix).reduce(
    (field, bit, depth) => halfOf(field, depth, bit === '1' ? 1 : 0),
    whole,
  )
}

/**
 * Where each id stands: in the middle of the largest field that it has for itself, within that of
 * its first digit, which is ruled and named: on an edge of it nobody could say in which one it is.
 */
export function mapPlaces(
  ids: readonly KadId[],
  whole: Field,
): { readonly places: ReadonlyMap<KadId, Point>; readonly lines: readonly MapLine[] } {
  const places = new Map<KadId, Point>()
  const lines: MapLine[] = []
  const visit = (inside: readonly KadId[], field: Field, depth: number): void => {
    if (inside.length === 0) return
    if ((inside.length === 1 && depth >= GROUP_BITS) || depth === DEEPEST) {
      for (const [index, id] of inside.entries()) places.set(id, middleOf(field, index))
      return
    }
    lines.push(lineOf(field, depth))
    for (const bit of [0, 1] as const) {
      const half = inside.filter((id) => bitAt(id, depth) === bit)
      visit(half, halfOf(field, depth, bit), depth + 1)
    }
  }
  visit(ids, whole, 0)
  return { places, lines }
}

function halfOf({ x, y, width, height }: Field, depth: number, bit: 0 | 1): Field {
  return depth % 2 === 0
    ? { x: x + (bit * width) / 2, y, width: width / 2, height }
    : { x, y: y + (bit * height) / 2, width, height: height / 2 }
}

function lineOf({ x, y, width, height }: Field, depth: number): MapLine {
  return depth % 2 === 0
    ? { from: { x: x + width / 2, y }, to: { x: x + width / 2, y: y + height }, depth }
    : { from: { x, y: y + height / 2 }, to: { x: x + width, y: y + height / 2 }, depth }
}

/** Those that share even the smallest field stand beside each other. */
function middleOf({ x, y, width, height }: Field, index: number): Point {
  return { x: x + width / 2 + index * 4, y: y + height / 2 }
}
