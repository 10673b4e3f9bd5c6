// How late this program itself runs: on a busy machine a slow answer is no sign of a dead peer.

import type { Clock } from './clock.ts'

/** How often it is measured, in milliseconds. */
const SAMPLE_MS = 200

/** Lateness that doubles the patience, in milliseconds. */
const DOUBLING_MS = 100

/** Patience is never more than this many times the usual. */
const MOST = 5

/** How much of the lateness is still counted after one more sample: about two seconds in all. */
const MEMORY = 0.8

/** Measures how late the timers of a clock come. */
export interface Lateness {
  /** By how much timeouts should be longer now: 1 on an idle machine, at most 5. */
  patience(): number
  stop(): void
}

/** Begins to measure. */
export function watchLateness(clock: Clock): Lateness {
  let level = 0
  let due = clock.now() + SAMPLE_MS
  let cancel = clock.after(SAMPLE_MS, sample)

  function sample(): void {
    const now = clock.now()
    level = Math.max(now - due, level * MEMORY)
    due = now + SAMPLE_MS
    cancel = clock.after(SAMPLE_MS, sample)
  }

  return {
    patience() {
      // What is late right now has not been sampled yet.
      const late = Math.max(level, clock.now() - due)
      return Math.min(MOST, 1 + Math.max(0, late) / DOUBLING_MS)
    },
    stop() {
      cancel()
    },
  }
}
