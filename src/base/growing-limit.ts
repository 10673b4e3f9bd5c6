// A time limit that grows with how long things took of late, for what is slow without being dead.

/** It may take so many times what it took of late. */
const SLACK = 3

/** How much of what was slow is still counted after one more. */
const MEMORY = 0.9

/** It grows to so many times the usual at most. */
const MOST = 4

/** After this share of its usual limit something is late, and after so many times what it took of late. */
const LATE = { ofUsual: 0.25, ofSlow: 1.5 }

/** A limit in milliseconds. */
export interface GrowingLimit {
  /** How long the next may take. */
  ms(): number
  /** When it is so late that something else may be tried beside it: before its limit. */
  lateMs(): number
  /** One was done within its limit, after so many milliseconds. */
  took(ms: number): void
  /** It is known otherwise that they take so long, in milliseconds. */
  atLeast(ms: number): void
}

/** Makes a limit; `usualMs` says how long it usually is now, in milliseconds. */
export function createGrowingLimit(usualMs: () => number): GrowingLimit {
  let slowMs = 0
  const ms = (): number => {
    const usual = usualMs()
    return Math.min(usual * MOST, Math.max(usual, slowMs * SLACK))
  }
  return {
    ms,
    lateMs: () => Math.min(ms(), Math.max(usualMs() * LATE.ofUsual, slowMs * LATE.ofSlow)),
    took(ms) {
      slowMs = Math.max(ms, slowMs * MEMORY)
    },
    atLeast(ms) {
      slowMs = Math.max(slowMs, ms)
    },
  }
}
