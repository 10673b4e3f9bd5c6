// Which names are written beside the things on a ring, and on which side, so that none overlap.

import type { Point } from './ring.ts'

/** Something on a ring that would like its name written beside it. */
export interface LabelWish {
  readonly id: string
  readonly at: Point
  /** Share of a turn, clockwise from the top. */
  readonly turn: number
  /** Width and height of the text. */
  readonly width: number
  readonly height: number
  /** Distance between the thing's middle and its text. */
  readonly offset: number
  /** Greater goes first. */
  readonly weight: number
  /** Whether it may stand inside the ring when there is no room outside. */
  readonly inside: boolean
}

/** Where a name is written: its anchor and the side of the anchor on which the text lies. */
export interface Label {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly side: 'left' | 'right' | 'middle'
  /** The room that it takes. */
  readonly box: Bounds
}

type Anchor = Omit<Label, 'box'>

/** Something that no name may lie on. */
export interface Obstacle {
  readonly id: string
  readonly box: Bounds
}

/** The room that names must stay within. */
export interface Bounds {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * The names that fit, weightiest first: beside the ring, inside `bounds`, touching no other name and
 * no obstacle but their own, which has the same id.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  bounds: Bounds,
  obstacles: readonly Obstacle[] = [],
): Label[] {
  const taken: Obstacle[] = [...obstacles]
  const labels: Label[] = []
  const order = [...wishes].sort((a, b) => b.weight - a.weight || a.turn - b.turn)
  for (const wish of order) {
    for (const outward of wish.inside ? [1, -1] : [1]) {
      const anchor = anchorOf(wish, outward)
      const box = boxOf(anchor, wish)
      if (
        !within(box, bounds) ||
        taken.some((other) => other.id !== wish.id && overlap(box, other.box))
      )
        continue
      taken.push({ id: '', box })
      labels.push({ ...anchor, box })
      break
    }
  }
  return labels
}

function anchorOf(wish: LabelWish, outward: number): Anchor {
  const across = Math.sin(wish.turn * 2 * Math.PI)
  const up = Math.cos(wish.turn * 2 * Math.PI)
  const side = Math.abs(across) < 0.16 ? 'middle' : across * outward > 0 ? 'right' : 'left'
  const drop = side === 'middle' ? wish.height / 2 : 0
  return {
    id: wish.id,
    x: wish.at.x + across * outward * wish.offset,
    y: wish.at.y - up * outward * (wish.offset + drop),
    side,
  }
}

function boxOf(label: Anchor, wish: LabelWish): Bounds {
  const left =
    label.side === 'right'
      ? label.x
      : label.side === 'left'
        ? label.x - wish.width
        : label.x - wish.width / 2
  return {
    left,
    right: left + wish.width,
    top: label.y - wish.height / 2,
    bottom: label.y + wish.height / 2,
  }
}

function within(box: Bounds, bounds: Bounds): boolean {
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
