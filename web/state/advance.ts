// Where the page's clock stands after a frame: live, or coming after the source from the past.

import { stepLive, type Span, type Step } from './stretch.ts'

/** `live` follows the source, `playing` comes after it from the past, `paused` stands still. */
export type PlayMode = 'live' | 'playing' | 'paused'

/** What a frame begins with. Times are the source's milliseconds, `passedMs` is the viewer's. */
export interface ClockState {
  readonly mode: 'live' | 'playing'
  readonly at: number
  /** The source's latest time. */
  readonly now: number
  readonly passedMs: number
  /** How much faster than usual the page plays. */
  readonly speed: number
  /** What plays slowly. */
  readonly spans: readonly Span[]
}

/** A lag above this, as after the page was hidden, is not played but skipped; milliseconds. */
export const MOST_LAG_MS = 20_000

/** The clock after one frame. */
export function advanceClock({ mode, at, now, passedMs, speed, spans }: ClockState): Step {
  const step = stepLive(at, now, passedMs * speed, spans)
  const stretch = step.stretch / speed
  if (mode === 'live') return { at: now - step.at > MOST_LAG_MS ? now : step.at, stretch }
  if (step.stretch !== 1) return { at: step.at, stretch }
  // From the past, what nobody started plays in real time instead of at once.
  const next = Math.min(Infinity, ...spans.map(({ from }) => from).filter((from) => from > at))
  return { at: Math.min(at + passedMs * speed, now, next), stretch }
}
