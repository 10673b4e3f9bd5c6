// A clock that runs slower or faster than another: for a Lab in slow motion, or in a hurry.

import { realClock, type Cancel, type Clock } from '../base/clock.ts'
import { Heap } from '../base/heap.ts'

/** The slowest and the fastest that a Lab may run. */
export const RATES = { least: 0.1, most: 100 } as const

interface Timer {
  readonly at: number
  readonly order: number
  readonly run: () => void
  cancelled: boolean
}

/** Time that passes `rate` times as fast as that of the clock below. It begins with that one's time. */
export class ScaledClock implements Clock {
  readonly #below: Clock
  readonly #timers = new Heap<Timer>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order))
  #rate = 1
  #base: number
  #since: number
  #order = 0
  #wake: Cancel = () => undefined
  #wakesAt = Infinity

  constructor(below: Clock = realClock) {
    this.#below = below
    this.#base = below.now()
    this.#since = this.#base
  }

  get rate(): number {
    return this.#rate
  }

  /** @throws RangeError when it is not from 0.1 to 100 */
  set rate(rate: number) {
    if (!(rate >= RATES.least && rate <= RATES.most)) {
      throw new RangeError(`rate must be from ${RATES.least} to ${RATES.most}, but is ${rate}`)
    }
    this.#base = this.now()
    this.#since = this.#below.now()
    this.#rate = rate
    this.#wakesAt = Infinity
    this.#plan()
  }

  now(): number {
    return this.#base + (this.#below.now() - this.#since) * this.#rate
  }

  after(ms: number, run: () => void): Cancel {
    const at = this.now() + Math.max(0, ms)
    const timer: Timer = { at, order: this.#order++, run, cancelled: false }
    this.#timers.push(timer)
    this.#plan()
    return () => {
      timer.cancelled = true
    }
  }

  /** Nothing runs any more. */
  stop(): void {
    this.#wake()
    this.#timers.filter(() => false)
  }

  /** Sees that the next timer is woken for: one timer below serves all. */
  #plan(): void {
    let next = this.#timers.peek()
    while (next?.cancelled === true) {
      this.#timers.pop()
      next = this.#timers.peek()
    }
    if (next === undefined || next.at >= this.#wakesAt) return
    this.#wake()
    this.#wakesAt = next.at
    this.#wake = this.#below.after(Math.max(0, (next.at - this.now()) / this.#rate), () => {
      this.#wakesAt = Infinity
      this.#runDue()
      this.#plan()
    })
  }

  #runDue(): void {
    // Timers run at most half a millisecond early: those of the host come in whole ones.
    const now = this.now() + 0.5 * this.#rate
    for (let next = this.#timers.peek(); next !== undefined && next.at <= now;) {
      this.#timers.pop()
      if (!next.cancelled) next.run()
      next = this.#timers.peek()
    }
  }
}
