// The lines under wires that are in use: how broad each is, and how faint all are together.

import type { Point } from './ring.ts'
import type { Rates } from './wires.ts'

/** A line between two places, for what goes both ways. */
export interface BusyLine {
  readonly a: Point
  readonly b: Point
  /** In pixels: broader with each doubling of the messages. */
  readonly width: number
}

/** The lines, and the share of ink that each is drawn with. */
export interface BusyLines {
  readonly lines: readonly BusyLine[]
  readonly alpha: number
}

/** So many lines are few. Of more each has less ink, so that all together do not hide what lies on them. */
const FEW = 40

/** The share of ink of a line among few, and what can still be told from the ground. */
const FEW_ALPHA = 0.24
const LEAST_ALPHA = 0.035

/** From so many lines on only a few of the wires that they lie under are drawn, so they need not be broader. */
const MANY = 150

/** How broad the line of a wire is that is hardly used, in pixels: broader than a wire; and among many. */
const LEAST_WIDTH = 2
const LEAST_WIDTH_AMONG_MANY = 0.75

/** Lines for the messages between places; none where both ends are in one closed group. */
export function busyLines(rates: Rates, places: ReadonlyMap<string, Point>): BusyLines {
  const between = new Map<string, { readonly a: Point; readonly b: Point; rate: number }>()
  for (const [from, sent] of rates) {
    const a = places.get(from)
    if (a === undefined) continue
    for (const [to, rate] of sent) {
      const b = places.get(to)
      if (b === undefined || (a.x === b.x && a.y === b.y)) continue
      const ends = a.x < b.x || (a.x === b.x && a.y < b.y) ? [a, b] : [b, a]
      const name = ends.map(({ x, y }) => `${x},${y}`).join(' ')
      const line = between.get(name)
      if (line === undefined) between.set(name, { a, b, rate })
      else line.rate += rate
    }
  }
  const least = between.size < MANY ? LEAST_WIDTH : LEAST_WIDTH_AMONG_MANY
  const lines = [...between.values()].map(({ a, b, rate }) => {
    return { a, b, width: least + Math.log2(1 + rate) }
  })
  const share = Math.min(1, FEW / Math.max(1, between.size))
  return { lines, alpha: Math.max(LEAST_ALPHA, FEW_ALPHA * share) }
}
