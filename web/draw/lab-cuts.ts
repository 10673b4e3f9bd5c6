// Where a partition is drawn: the line between its two sides, if they lie apart in the picture.

import type { PeerName } from '../../src/kad/kad-id.ts'
import { huePosition } from '../../src/kad/nickname.ts'
import type { Fault, World } from '../../src/world/world.ts'
import type { Stroke } from './lab-cut.ts'
import type { NetworkScene } from './network-scene.ts'
import { pointAt, type Point } from './ring.ts'

/** How far a line goes on beyond the outermost peers, in pixels. */
const BEYOND = 24

/** The line that has all peers of one side on its one side; undefined where they lie mixed. */
export function cutLine(
  scene: NetworkScene,
  world: Pick<World, 'peers'>,
  { peers }: Fault,
): Stroke | undefined {
  const side = new Set(peers)
  if (scene.layout === 'ring') return acrossRing(scene, world, side)
  const inside = scene.everyone.filter(({ peerId }) => side.has(peerId))
  const outside = scene.everyone.filter(({ peerId }) => !side.has(peerId))
  return separator(inside, outside)
}

/** On the ring it goes from one gap between neighbours to another; there must be just two. */
function acrossRing(
  { radius }: NetworkScene,
  world: Pick<World, 'peers'>,
  side: ReadonlySet<PeerName>,
): Stroke | undefined {
  const round = [...world.peers.values()]
    .filter(({ live }) => live)
    .map(({ peerId, kadId }) => ({ inside: side.has(peerId), turn: huePosition(kadId) }))
    .sort((a, b) => a.turn - b.turn)
  const gaps = round.flatMap(({ inside, turn }, index) => {
    const next = round[(index + 1) % round.length]
    if (next === undefined || inside === next.inside) return []
    const beyond = next.turn < turn ? next.turn + 1 : next.turn
    return [pointAt((turn + beyond) / 2, radius * 1.06)]
  })
  const [from, to] = gaps
  if (gaps.length !== 2 || from === undefined || to === undefined) return undefined
  const length = Math.max(1, Math.hypot(to.x - from.x, to.y - from.y))
  const beyond = {
    x: ((to.x - from.x) / length) * BEYOND,
    y: ((to.y - from.y) / length) * BEYOND,
  }
  return { from: minus(from, beyond), to: { x: to.x + beyond.x, y: to.y + beyond.y } }
}

/**
 * A line between two sets of points; undefined when no straight line parts them. Two convex hulls
 * that don't touch have a gap along a normal of one of their edges (separating axis theorem); hulls
 * of one or two points have it along the lines between them.
 */
export function separator(one: readonly Point[], other: readonly Point[]): Stroke | undefined {
  const [a, b] = [hullOf(one), hullOf(other)]
  if (a.length === 0 || b.length === 0) return undefined
  let best: { gap: number; axis: Point; middle: number } | undefined
  for (const axis of axesOf(a, b)) {
    const [left, right] = [spanAlong(a, axis), spanAlong(b, axis)]
    const gap = Math.max(right.least - left.most, left.least - right.most)
    if (gap <= (best?.gap ?? TOUCHING)) continue
    const first = right.least > left.most ? left.most : right.most
    best = { gap, axis, middle: first + gap / 2 }
  }
  if (best === undefined) return undefined
  const { axis, middle } = best
  const along = { x: -axis.y, y: axis.x }
  const { least, most } = spanAlong([...a, ...b], along)
  const at = (reach: number): Point => ({
    x: axis.x * middle + along.x * reach,
    y: axis.y * middle + along.y * reach,
  })
  return { from: at(least - BEYOND), to: at(most + BEYOND) }
}

/** Hulls that touch have a gap of nothing but rounding; pixels. */
const TOUCHING = 1e-6

/** Unit vectors along which there may be a gap. */
function axesOf(a: readonly Point[], b: readonly Point[]): Point[] {
  const small = [a, b].filter((hull) => hull.length < 3).flat()
  const between = small.flatMap((from) => [...a, ...b].map((to) => minus(to, from)))
  const edges = [a, b].flatMap((hull) =>
    hull.map((from, index) => minus(hull[(index + 1) % hull.length] ?? from, from)),
  )
  return [...edges.map(({ x, y }) => ({ x: -y, y: x })), ...between].flatMap(({ x, y }) => {
    const length = Math.hypot(x, y)
    return length === 0 ? [] : [{ x: x / length, y: y / length }]
  })
}

function spanAlong(points: readonly Point[], axis: Point): { least: number; most: number } {
  const places = points.map(({ x, y }) => x * axis.x + y * axis.y)
  return { least: Math.min(...places), most: Math.max(...places) }
}

/** The convex hull, by Andrew's monotone chain. */
function hullOf(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y)
  const chain = (order: readonly Point[]): Point[] => {
    const hull: Point[] = []
    for (const point of order) {
      while (hull.length > 1 && !turnsLeft(hull.at(-2), hull.at(-1), point)) hull.pop()
      hull.push(point)
    }
    return hull.slice(0, -1)
  }
  return sorted.length < 2 ? sorted : [...chain(sorted), ...chain(sorted.toReversed())]
}

function turnsLeft(a: Point | undefined, b: Point | undefined, c: Point): boolean {
  if (a === undefined || b === undefined) return true
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0
}

function minus(a: Point, b: Point): Point {
  return { x: a.x - b.x, y: a.y - b.y }
}
