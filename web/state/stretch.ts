// Stretched live: how the page's clock follows the source's, slow where the viewer wants to look.

/** Something the viewer started: when it began and, once known, ended; milliseconds of the source. */
export interface Span {
  readonly id: string
  readonly from: number
  readonly to: number | undefined
}

/** Where the page's clock is after a frame. */
export interface Step {
  /** The source's time that is shown. */
  readonly at: number
  /** How many times slower than real the page runs; 1 is real time. */
  readonly stretch: number
}

/** How long something the viewer started plays, in milliseconds of the viewer's time. */
export const PLAY_MS = 3000

/** What plays slowly goes on for this share of its length, so that its end is seen. */
const TAIL = 0.06

/** What is not known to have ended is thought to take at least this long, in milliseconds. */
const SHORTEST_MS = 40

/**
 * One frame of `wallMs` of the viewer's time. Inside a span the clock runs so that the span takes
 * `PLAY_MS`, or its part of that when several wait, and never faster than real time; between spans
 * it catches up at once. It never passes `now`, the source's latest time.
 */
export function stepLive(at: number, now: number, wallMs: number, spans: readonly Span[]): Step {
  let here = at
  let left = wallMs
  const waiting = spans.filter((span) => endOf(span, now) > at)
  const each = PLAY_MS / Math.max(1, countApart(waiting))
  while (left > 0 && here < now) {
    const inside = waiting.filter((span) => span.from <= here && here < endOf(span, now))
    if (inside.length === 0) {
      const next = Math.min(...waiting.filter((s) => s.from > here).map((s) => s.from), now)
      here = next
      continue
    }
    const begin = Math.min(...inside.map((span) => span.from))
    const end = Math.max(...inside.map((span) => endOf(span, now)))
    const rate = Math.min(1, Math.max(SHORTEST_MS, end - begin) / each)
    const next = Math.min(here + left * rate, end, now)
    if (next === now || next <= here) return { at: next, stretch: 1 / rate }
    left -= (next - here) / rate
    here = next
    if (left <= 0) return { at: here, stretch: 1 / rate }
  }
  return { at: Math.max(at, Math.min(here, now)), stretch: 1 }
}

function endOf(span: Span, now: number): number {
  if (span.to === undefined) return Math.max(now, span.from + SHORTEST_MS)
  return span.to + Math.max(SHORTEST_MS, span.to - span.from) * TAIL
}

/** How many spans do not lie in another's time: the ones that must be played one after the other. */
function countApart(spans: readonly Span[]): number {
  let count = 0
  let reach = -Infinity
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    if (span.from >= reach) count += 1
    reach = Math.max(reach, span.to ?? Infinity)
  }
  return count
}
