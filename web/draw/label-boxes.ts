// The boxes that names take up: where they may stand beside a thing, and whether they touch.

import type { Point } from './ring.ts'

/** A box, in pixels; also the room that names must stay within. */
export interface Bounds {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** On which side of its anchor a text lies. */
export type LabelSide = 'left' | 'right' | 'middle'

/** A text and the thing that it stands beside. */
export interface Beside {
  readonly at: Point
  /** Width and height of the text. */
  readonly width: number
  readonly height: number
  /** Distance between the thing's middle and its text. */
  readonly offset: number
}

/** A text that has been placed: its anchor, its side and its box. */
export interface PlacedText extends Point {
  readonly side: LabelSide
  readonly box: Bounds
}

/** Beside the thing, in the direction of a share of a turn, clockwise from the top. */
export function placeBeside({ at, width, height, offset }: Beside, turn: number): PlacedText {
  const across = Math.sin(turn * 2 * Math.PI)
  const up = Math.cos(turn * 2 * Math.PI)
  const side = Math.abs(across) < 0.16 ? 'middle' : across > 0 ? 'right' : 'left'
  const drop = side === 'middle' ? height / 2 : 0
  const x = at.x + across * offset
  const y = at.y - up * (offset + drop)
  const left = side === 'right' ? x : side === 'left' ? x - width : x - width / 2
  const box = { left, right: left + width, top: y - height / 2, bottom: y + height / 2 }
  return { x, y, side, box }
}

/** The same text so far away, or as far as the bounds let it. */
export function moved(text: PlacedText, by: Point, bounds: Bounds): PlacedText {
  const { box } = text
  const dx = clamp(by.x, bounds.left - box.left, bounds.right - box.right)
  const dy = clamp(by.y, bounds.top - box.top, bounds.bottom - box.bottom)
  return {
    side: text.side,
    x: text.x + dx,
    y: text.y + dy,
    box: {
      left: box.left + dx,
      right: box.right + dx,
      top: box.top + dy,
      bottom: box.bottom + dy,
    },
  }
}

/** Whether a box lies within bounds. */
export function within(box: Bounds, bounds: Bounds): boolean {
  return (
    box.left >= bounds.left &&
    box.right <= bounds.right &&
    box.top >= bounds.top &&
    box.bottom <= bounds.bottom
  )
}

/** Whether two boxes touch. */
export function overlap(a: Bounds, b: Bounds): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

/** The box round all of these. */
export function hullOf(boxes: readonly Bounds[]): Bounds {
  return {
    left: Math.min(...boxes.map(({ left }) => left)),
    right: Math.max(...boxes.map(({ right }) => right)),
    top: Math.min(...boxes.map(({ top }) => top)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  }
}

/** Square pixels that two boxes share. */
export function sharedArea(a: Bounds, b: Bounds): number {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return across <= 0 || down <= 0 ? 0 : across * down
}

/** The point of a box that is nearest to another point. */
export function nearestPoint({ left, right, top, bottom }: Bounds, { x, y }: Point): Point {
  return { x: clamp(x, left, right), y: clamp(y, top, bottom) }
}

/** Where the room is smaller than the box, its beginning counts. */
function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value))
}
