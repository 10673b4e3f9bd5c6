// Time limits in the form in which kad-dht asks for them, by the peer's clock.

import type { Clock } from '../base/clock.ts'
import { limitedSignal } from '../base/limited-signal.ts'

/** A message may take so many times what others took of late. */
const SLACK = 3

/** How much of what a slow message took is still counted after one more message. */
const MEMORY = 0.9

/** Limits grow to so many times the usual at most. */
const MOST = 4

/** A signal with what kad-dht calls on it. */
export type ClearableSignal = AbortSignal & { clear(): void }

/** Stands in for js-libp2p's `AdaptiveTimeout`. */
export interface TimeLimit {
  getTimeoutSignal(options?: { signal?: AbortSignal }): ClearableSignal
  cleanUp(signal: ClearableSignal): void
}

/**
 * Makes a limit; `ms` says how long it usually is now, in milliseconds. Where answers are slow
 * it grows with them, up to four times: whoever is asked may be on a busy machine, and a
 * message that is given up must be sent again.
 */
export function createTimeLimit(clock: Clock, ms: () => number): TimeLimit {
  const begun = new WeakMap<AbortSignal, number>()
  let slow = 0
  return {
    getTimeoutSignal({ signal: other } = {}) {
      const usual = ms()
      const limit = Math.min(usual * MOST, Math.max(usual, slow * SLACK))
      const { signal, clear } = limitedSignal(clock, limit, other)
      begun.set(signal, clock.now())
      return Object.assign(signal, { clear })
    },
    cleanUp(signal) {
      signal.clear()
      const at = begun.get(signal)
      if (at !== undefined && !signal.aborted) slow = Math.max(clock.now() - at, slow * MEMORY)
    },
  }
}
