// A clock that is moved by hand: for tests and for the Lab's virtual time.

import type { Cancel, Clock } from './clock.ts'
import { Heap } from './heap.ts'
import { nextTurn } from './next-turn.ts'

interface Timer {
  readonly at: number
  /** Breaks ties: timers of one moment run in the order in which they were set. */
  readonly order: number
  readonly run: () => void
  cancelled: boolean
}

/** Virtual time. Timers run inside `advance`, in the order of their times, each at its own time. */
export class ManualClock implements Clock {
  #now: number
  #order = 0
  #cancelled = 0
  readonly #timers = new Heap<Timer>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order))

  /** @param start milliseconds that the clock begins with */
  constructor(start = 0) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): Cancel {
    const at = this.#now + Math.max(0, Number.isNaN(ms) ? 0 : ms)
    const timer: Timer = { at, order: this.#order++, run, cancelled: false }
    this.#timers.push(timer)
    return () => {
      if (timer.cancelled) return
      timer.cancelled = true
      this.#cancelled += 1
      this.#compact()
    }
  }

  /** Timers that are set and neither run nor cancelled. */
  get pending(): number {
    return this.#timers.size - this.#cancelled
  }

  /** When the next timer is due, in the clock's milliseconds; undefined when there is none. */
  get nextAt(): number | undefined {
    return this.#next()?.at
  }

  /**
   * Moves time forward and runs what falls due, also what those timers set in turn.
   *
   * @throws RangeError when `ms` is negative or not a number; and whatever a timer throws,
   * with time standing at that timer.
   */
  advance(ms: number): void {
    const end = this.#end(ms)
    while (this.#runDue(end));
    this.#now = end
  }

  /**
   * As `advance`, but lets pending promises settle before each step, so that what they
   * set falls due in the right order.
   *
   * @param settle waits until the program has nothing left to do at this moment
   */
  async advanceAsync(ms: number, settle: () => Promise<void> = nextTurn): Promise<void> {
    const end = this.#end(ms)
    await settle()
    while (this.#runDue(end)) await settle()
    this.#now = end
  }

  #end(ms: number): number {
    if (!(ms >= 0)) throw new RangeError(`ms must not be negative, but is ${ms}`)
    return this.#now + ms
  }

  /** Runs the next timer when it is due by `end`. */
  #runDue(end: number): boolean {
    const timer = this.#next()
    if (timer === undefined || timer.at > end) return false
    this.#timers.pop()
    // Cancelling it from now on must not be counted.
    timer.cancelled = true
    this.#now = timer.at
    timer.run()
    return true
  }

  #next(): Timer | undefined {
    let timer = this.#timers.peek()
    while (timer?.cancelled === true) {
      this.#timers.pop()
      this.#cancelled -= 1
      timer = this.#timers.peek()
    }
    return timer
  }

  /** Most timers are time limits that get cancelled: don't let those pile up. */
  #compact(): void {
    if (this.#cancelled < 1024 || this.#cancelled * 2 < this.#timers.size) return
    this.#timers.filter((timer) => !timer.cancelled)
    this.#cancelled = 0
  }
}
