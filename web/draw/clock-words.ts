// What the timeline says about the page's clock.

import { formatClock, formatCount, formatMs } from './format.ts'

/** What of the player is put into words. */
export interface ClockState {
  readonly mode: 'live' | 'playing' | 'paused'
  readonly at: number
  readonly lagMs: number
  readonly stretch: number
  readonly position: number
  readonly total: number
  /** Whether the source runs on by itself, as a recording does not. @default true */
  readonly follows?: boolean
}

/** A lag below this is not worth words; milliseconds. */
const NO_LAG_MS = 700

/** One line in ink and a quiet one. */
export function clockWords(clock: ClockState): { main: string; more: string } {
  const { mode, at, lagMs, stretch, position, total, follows = true } = clock
  if (total === 0) return { main: 'Nothing yet', more: 'waiting for the first event' }
  if (mode === 'paused') {
    return {
      main: !follows && position === total ? 'The end' : `Paused at ${formatClock(at)}`,
      more: `event ${formatCount(position)} of ${formatCount(total)}`,
    }
  }
  const lag = formatMs(Math.round(lagMs / 100) * 100)
  const behind = follows ? `${lag} behind now` : `${lag} before the end`
  if (stretch > 1.05) return { main: `Stretched ×${factor(stretch)}`, more: behind }
  if (mode === 'playing') return { main: speedWords(stretch), more: behind }
  return { main: 'Now', more: lagMs < NO_LAG_MS ? 'as it happens' : behind }
}

function factor(value: number): string {
  return value < 10 ? value.toFixed(1) : Math.round(value).toString()
}

function speedWords(stretch: number): string {
  return stretch > 0.95 ? 'Playing' : `Playing ×${factor(1 / stretch)}`
}
