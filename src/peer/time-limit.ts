// Time limits in the form in which kad-dht asks for them, by the peer's clock.

import type { Clock } from '../base/clock.ts'
import { createGrowingLimit } from '../base/growing-limit.ts'
import { limitedSignal, limitOf, type LimitedSignal } from '../base/limited-signal.ts'
import type { PeerName } from '../kad/kad-id.ts'

/** One peer that is late may be in trouble; so many in a row say that answers are slow. */
const LATE_IN_A_ROW = 3

/** A signal with what kad-dht calls on it. */
export type ClearableSignal = AbortSignal & { clear(): void }

/** Stands in for js-libp2p's `AdaptiveTimeout`. */
export interface TimeLimit {
  getTimeoutSignal(options?: { signal?: AbortSignal }): ClearableSignal
  cleanUp(signal: ClearableSignal): void
}

/** A time limit that learns from answers. */
export interface LearningLimit extends TimeLimit {
  /** Begins the limit of one message; `other` may end it before. */
  begin(other: AbortSignal | undefined): LimitedSignal
  /** The message is done: whether it was in time is learnt from. */
  end(limited: LimitedSignal): void
  /** When an answer is so late that others may be asked meanwhile, in milliseconds. */
  lateMs(): number
  /** A message to this peer was given up, and then it answered a ping after `ms` milliseconds. */
  wasLate(peer: PeerName, ms: number): void
}

/**
 * Makes a limit; `ms` says how long it usually is now, in milliseconds. Where answers are slow
 * it grows with them, up to four times: whoever is asked may be on a busy machine, and a
 * message that is given up must be sent again.
 *
 * Where all answers are too late there is none to learn from. Silence alone must not make the
 * limit longer, or the dead would: but whoever was silent is pinged, and those that answer are
 * alive. When three of them did so in a row, without any answer in time, it grows as if an
 * answer had taken as long as the quickest of their pings.
 */
export function createTimeLimit(clock: Clock, ms: () => number): LearningLimit {
  /** How long those took to a ping that were late since the last answer in time, the latest last. */
  const late = new Map<PeerName, number>()
  const limit = createGrowingLimit(ms)
  const begin = (other: AbortSignal | undefined): LimitedSignal =>
    limitedSignal(clock, limit.ms(), other)
  const end = (limited: LimitedSignal): void => {
    limited.clear()
    if (limited.isOver()) return
    // To clear a Map makes it anew.
    if (late.size > 0) late.clear()
    limit.took(limited.ranMs())
  }
  return {
    lateMs: () => limit.lateMs(),
    begin,
    end,
    getTimeoutSignal({ signal: other } = {}) {
      const limited = begin(other)
      return Object.assign(limited.signal, {
        clear: () => {
          limited.clear()
        },
      })
    },
    cleanUp(signal) {
      const limited = limitOf(signal)
      if (limited !== undefined) end(limited)
    },
    wasLate(peer, pingMs) {
      late.delete(peer)
      late.set(peer, pingMs)
      if (late.size < LATE_IN_A_ROW) return
      limit.atLeast(Math.min(...late.values()))
      const [oldest] = late.keys()
      if (oldest !== undefined) late.delete(oldest)
    },
  }
}
