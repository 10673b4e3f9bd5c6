// The ring of ids: a position in the id space is a share of a turn, clockwise from the top.

/** A point on a picture, in its own units. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** The point at `turn` of a circle round `centre`: 0 is the top, 0.25 the right. */
export function pointAt(turn: number, radius: number, centre: Point = { x: 0, y: 0 }): Point {
  const angle = turn * 2 * Math.PI
  return { x: centre.x + radius * Math.sin(angle), y: centre.y - radius * Math.cos(angle) }
}

/**
 * How much larger dots are drawn on a ring that is large for its type, as on a wide screen: 1 to
 * 1.6, so that they do not get lost in it. Both in pixels.
 */
export function dotGrowth(radius: number, text: number): number {
  return Math.max(1, Math.min(1.6, Math.sqrt(radius / (27 * text))))
}

/** The SVG path of a sector of a ring from turn `from` to turn `to`, between two radii. */
export function sectorPath(
  from: number,
  to: number,
  inner: number,
  outer: number,
  centre: Point = { x: 0, y: 0 },
): string {
  const large = to - from > 0.5 ? '1' : '0'
  const a = pointAt(from, outer, centre)
  const b = pointAt(to, outer, centre)
  const c = pointAt(to, inner, centre)
  const d = pointAt(from, inner, centre)
  return [
    `M${pair(a)}`,
    `A${outer.toFixed(2)} ${outer.toFixed(2)} 0 ${large} 1 ${pair(b)}`,
    `L${pair(c)}`,
    `A${inner.toFixed(2)} ${inner.toFixed(2)} 0 ${large} 0 ${pair(d)}Z`,
  ].join('')
}

/**
 * The SVG path of an arc for words to run along, over the top of the ring clockwise and through the
 * bottom the other way, so that they are never upside down. `inner` is the radius of the words' side
 * towards the middle, `height` their height.
 */
export function arcLine(from: number, to: number, inner: number, height: number): string {
  const middle = ((((from + to) / 2) % 1) + 1) % 1
  const below = middle > 0.25 && middle < 0.75
  const radius = below ? inner + height : inner
  const large = to - from > 0.5 ? '1' : '0'
  const a = pointAt(below ? to : from, radius)
  const b = pointAt(below ? from : to, radius)
  const r = radius.toFixed(2)
  return `M${pair(a)}A${r} ${r} 0 ${large} ${below ? '0' : '1'} ${pair(b)}`
}

/** The control point of a curve between two points that bends to `centre`, more so when far apart. */
export function bendTo(centre: Point, a: Point, b: Point, strength = 0.62): Point {
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
  return {
    x: middle.x + (centre.x - middle.x) * strength,
    y: middle.y + (centre.y - middle.y) * strength,
  }
}

/** The point at share `t` of a quadratic curve. */
export function pointOnCurve(a: Point, control: Point, b: Point, t: number): Point {
  const s = 1 - t
  return {
    x: s * s * a.x + 2 * s * t * control.x + t * t * b.x,
    y: s * s * a.y + 2 * s * t * control.y + t * t * b.y,
  }
}

/**
 * Rows for things on a ring that would lie on each other: 0 is on the ring, each further row one
 * step outside it. `gap` is the least share of a turn between two of one row. The answer has an
 * entry for each turn given, in the same order.
 */
export function rowsOnRing(turns: readonly number[], gap: number, rows = 3): number[] {
  const lastInRow: number[] = []
  const answer = new Array<number>(turns.length).fill(0)
  const order = turns.map((_, index) => index)
  order.sort((a, b) => (turns[a] ?? 0) - (turns[b] ?? 0) || a - b)
  for (const index of order) {
    const turn = turns[index] ?? 0
    let row = 0
    while (row < rows - 1 && turn - (lastInRow[row] ?? -1) < gap) row += 1
    lastInRow[row] = turn
    answer[index] = row
  }
  return answer
}

/** The turn in which a point lies as seen from `centre`: 0 is the top, 0.25 the right. */
export function turnOf({ x, y }: Point, centre: Point = { x: 0, y: 0 }): number {
  const turn = Math.atan2(x - centre.x, centre.y - y) / (2 * Math.PI)
  return turn < 0 ? turn + 1 : turn
}

/** The turn that looks like `to` and is nearest to `from`: so that what turns goes the short way. */
export function nearestTurn(from: number, to: number): number {
  return to + Math.round(from - to)
}

function pair(point: Point): string {
  return `${point.x.toFixed(2)} ${point.y.toFixed(2)}`
}
