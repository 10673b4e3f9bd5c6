// The distance falling, as points and a stair of the nearest so far.

import type { Approach } from './lookup-facts.ts'
import type { Point } from './ring.ts'

/** The picture, in pixels. */
export interface Falling {
  /** Room on the left for the scale's words. */
  readonly left: number
  readonly points: readonly (Point & { readonly step: Approach })[]
  /** The stair of the nearest so far. */
  readonly path: string
  readonly marks: readonly { readonly power: number; readonly y: number }[]
}

const LEFT = 44
const EDGE = 10

/** Lays the steps of a lookup out on `width` by `height` pixels. */
export function fallingPicture(steps: readonly Approach[], width: number, height: number): Falling {
  const finite = steps.filter((step) => Number.isFinite(step.distance))
  const top = Math.ceil(Math.max(...finite.map((step) => step.distance), 1))
  const low = Math.floor(Math.min(...finite.map((step) => step.distance), top - 2))
  const ms = Math.max(1, ...finite.map((step) => step.ms))
  const x = (step: Approach): number => LEFT + EDGE + (step.ms / ms) * (width - LEFT - 2 * EDGE)
  const y = (power: number): number => EDGE + ((top - power) / (top - low)) * (height - 2 * EDGE)
  const stair = finite
    .map((step, index) => {
      const at = `${x(step).toFixed(1)} ${y(step.nearest).toFixed(1)}`
      if (index === 0) return `M${at}`
      return `H${x(step).toFixed(1)}V${y(step.nearest).toFixed(1)}`
    })
    .join('')
  const every = Math.max(1, Math.ceil((top - low) / 4))
  const marks: { power: number; y: number }[] = []
  for (let power = top; power >= low; power -= every) marks.push({ power, y: y(power) })
  return {
    left: LEFT,
    points: finite.map((step) => ({ x: x(step), y: y(step.distance), step })),
    path: stair,
    marks,
  }
}
