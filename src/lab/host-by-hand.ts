// For tests: what kad-dht takes from its host by itself is given to it by hand, so that a Lab whose time is
// moved by hand is the same twice, event by event.

import type { Cancel, Clock } from '../base/clock.ts'
import { seededRandom } from '../base/random.ts'

/** The host's own. */
const own = { random: Math.random, setTimeout, clearTimeout }

/**
 * kad-dht's queues wait for so long, in milliseconds, until they say that they are empty: that is
 * when a lookup ends. Its longer timers are left to the host: no test lasts long enough for them.
 */
const NOTICED_AFTER_MS = 1

/** A timer on a clock, where the host would give one of its own. */
class ClockTimer {
  constructor(readonly cancel: Cancel) {}
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }
}

/**
 * From now on the host's shortest timers go by `clock`, and its chance by a seed. kad-dht shuffles
 * those that it asks first with `Math.random`.
 *
 * @returns what gives the host its own back
 */
export function takeHost(clock: Clock): () => void {
  const random = seededRandom('host')
  Math.random = () => random.next()
  const setShort = (run: () => void, ms = 0): unknown =>
    ms > NOTICED_AFTER_MS ? own.setTimeout(run, ms) : new ClockTimer(clock.after(ms, run))
  globalThis.setTimeout = setShort as typeof setTimeout
  globalThis.clearTimeout = (timer) => {
    if (timer instanceof ClockTimer) timer.cancel()
    else own.clearTimeout(timer)
  }
  return () => {
    Math.random = own.random
    globalThis.setTimeout = own.setTimeout
    globalThis.clearTimeout = own.clearTimeout
  }
}
