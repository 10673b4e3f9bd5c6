// The brush of the timeline: choosing, moving and zooming a stretch of a longer one.

import type { Span } from './strip-span.ts'

/** The shortest stretch that can be chosen, in milliseconds. */
export const SHORTEST_BRUSH_MS = 50

/** The stretch between two moments, in either order, inside of the whole. */
export function brushSpan(one: number, other: number, whole: Span): Span {
  const from = Math.max(whole.from, Math.min(one, other))
  const to = Math.min(whole.to, Math.max(one, other))
  return inside({ from, to: Math.max(to, from + SHORTEST_BRUSH_MS) }, whole)
}

/** A stretch moved by so many milliseconds, as far as the whole allows. */
export function moveSpan(span: Span, byMs: number, whole: Span): Span {
  return inside({ from: span.from + byMs, to: span.to + byMs }, whole)
}

/** How a stretch is zoomed. */
export interface Zooming {
  /** How many times as long it gets: below 1 shows less of it, larger. */
  readonly factor: number
  /** The moment that stays where it is. */
  readonly round: number
  readonly whole: Span
}

/** A stretch made shorter or longer, inside of the whole. */
export function zoomSpan(span: Span, { factor, round, whole }: Zooming): Span {
  const length = Math.max(SHORTEST_BRUSH_MS, (span.to - span.from) * factor)
  const share = (round - span.from) / Math.max(1e-9, span.to - span.from)
  const from = round - Math.max(0, Math.min(1, share)) * length
  return inside({ from, to: from + length }, whole)
}

/** Moves a stretch into the whole; one that is longer is the whole. */
function inside({ from, to }: Span, whole: Span): Span {
  const length = to - from
  if (length >= whole.to - whole.from) return whole
  const start = Math.max(whole.from, Math.min(from, whole.to - length))
  return { from: start, to: start + length }
}
