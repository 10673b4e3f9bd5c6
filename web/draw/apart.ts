// Circles that would lie on each other, pushed apart.

import type { Field } from './prefix-map.ts'
import type { Point } from './ring.ts'

/** A circle, in pixels. */
export interface Circle extends Point {
  readonly radius: number
}

/** More passes than these gain nothing where there is no room. */
const PASSES = 80

/**
 * Where circles stand when those that lie on each other have been pushed apart, in the same order:
 * their middles stay within the field, as far as there is room there are `gap` pixels between any
 * two, and the same circles always come to the same places.
 */
export function pushApart(circles: readonly Circle[], field: Field, gap: number): Point[] {
  const at = circles.map(({ x, y, radius }) => ({ x, y, radius }))
  for (let pass = 0; pass < PASSES; pass += 1) {
    let moved = false
    for (const [index, one] of at.entries()) {
      for (const other of at.slice(index + 1)) moved = part(one, other, gap) || moved
    }
    if (!moved) break
    for (const one of at) keepInside(one, field)
  }
  return at.map(({ x, y }) => ({ x, y }))
}

interface Moving {
  x: number
  y: number
  readonly radius: number
}

/** Moves two circles apart, each by half of what is lacking; whether anything was. */
function part(one: Moving, other: Moving, gap: number): boolean {
  const wanted = one.radius + other.radius + gap
  const [dx, dy] = [other.x - one.x, other.y - one.y]
  if (Math.abs(dx) >= wanted || Math.abs(dy) >= wanted) return false
  const distance = Math.hypot(dx, dy)
  const lacking = wanted - distance
  if (lacking < 0.01) return false
  // Two at the very same place go to the sides.
  const [ux, uy] = distance < 1e-6 ? [1, 0] : [dx / distance, dy / distance]
  one.x -= (ux * lacking) / 2
  one.y -= (uy * lacking) / 2
  other.x += (ux * lacking) / 2
  other.y += (uy * lacking) / 2
  return true
}

function keepInside(one: Moving, { x, y, width, height }: Field): void {
  one.x = Math.max(x, Math.min(one.x, x + width))
  one.y = Math.max(y, Math.min(one.y, y + height))
}
