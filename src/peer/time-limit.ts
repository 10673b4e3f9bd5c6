// Time limits in the form in which kad-dht asks for them, by the peer's clock.

import type { Clock } from '../base/clock.ts'
import { limitedSignal } from '../base/limited-signal.ts'

/** A signal with what kad-dht calls on it. */
export type ClearableSignal = AbortSignal & { clear(): void }

/** Stands in for js-libp2p's `AdaptiveTimeout`. */
export interface TimeLimit {
  getTimeoutSignal(options?: { signal?: AbortSignal }): ClearableSignal
  cleanUp(signal: ClearableSignal): void
}

/** Makes a limit; `ms` says how long it is now, in milliseconds. */
export function createTimeLimit(clock: Clock, ms: () => number): TimeLimit {
  return {
    getTimeoutSignal({ signal: other } = {}) {
      const { signal, clear } = limitedSignal(clock, ms(), other)
      return Object.assign(signal, { clear })
    },
    cleanUp(signal) {
      signal.clear()
    },
  }
}
