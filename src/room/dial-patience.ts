// How long a request waits for the wire that it needs: as long as other wires took of late.

import type { Clock } from '../base/clock.ts'
import { createGrowingLimit } from '../base/growing-limit.ts'

/** How long one waits for a wire on an idle machine, in milliseconds: the dead cost no more. */
const USUAL_MS = 1_000

/**
 * How much more lateness costs a wire than an answer: a wire over a relay takes some ten turns of
 * three programs, each of which may be late, where an answer takes two.
 */
const STEEPER = 3

/** Decides when a wire that is being made is not waited for any longer. */
export interface DialPatience {
  /** A wire came up after so many milliseconds. */
  came(ms: number): void
  /**
   * The wire that has been dialed since `begunAt`, a time of the clock.
   *
   * @throws a `TimeoutError` when others came up so much quicker that this peer may be gone
   */
  wait<Wire>(dial: Promise<Wire>, begunAt: number): Promise<Wire>
}

/**
 * Makes the patience of one host; `patience` says how busy the machine is.
 *
 * In a burst of joins all wires take long and none of the peers is dead. As long as no wire has
 * come up yet there is nothing to go by, and the dial's own limit is the only one.
 */
export function createDialPatience(clock: Clock, patience: () => number): DialPatience {
  const limit = createGrowingLimit(() => USUAL_MS * (1 + STEEPER * (patience() - 1)))
  const waiting = new Set<() => void>()
  let isKnown = false

  return {
    came(ms) {
      isKnown = true
      limit.took(ms)
      for (const look of waiting) look()
    },
    wait(dial, begunAt) {
      return new Promise((resolve, reject) => {
        let cancel = (): void => undefined
        const look = (): void => {
          cancel()
          if (!isKnown) return
          const leftMs = begunAt + limit.ms() - clock.now()
          if (leftMs > 0) cancel = clock.after(leftMs, look)
          else reject(new DOMException('No wire came up in time.', 'TimeoutError'))
        }
        waiting.add(look)
        look()
        const end = (): void => {
          cancel()
          waiting.delete(look)
        }
        dial.then(resolve, reject).finally(end)
      })
    },
  }
}
