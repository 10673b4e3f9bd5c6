// For tests: whole experiments in time that is moved by hand, so that their waits cost nothing.

import type { Cancel } from '../base/clock.ts'
import { ManualClock } from '../base/manual-clock.ts'
import { nextTurn } from '../base/next-turn.ts'
import { takeHost } from './host-by-hand.ts'

/** So many turns of the event loop in which no timer was set are taken as quiet. */
const QUIET_TURNS = 6

/** A step as long as this is not made before the host's own work (hashing, signing) has had time. */
const LONG_STEP_MS = 20

/** That time, in real milliseconds. */
const HOST_MS = 5

/** A clock that goes on to the next timer whenever all peers have done what there was to do. */
export class HandTime extends ManualClock {
  /** Timers set so far: each message has a time limit, so this changes with all that happens. */
  #set = 0

  /** kad-dht compares times of records with the real one. */
  constructor() {
    super(Date.now())
  }

  override after(ms: number, run: () => void): Cancel {
    this.#set += 1
    return super.after(ms, run)
  }

  /** Lets time pass until `work` is done. */
  async until<Result>(work: Promise<Result>): Promise<Result> {
    const state = { done: false }
    const end = (): void => {
      state.done = true
    }
    work.then(end, end)
    const giveHostBack = takeHost(this)
    await this.#settle()
    while (!state.done) {
      const { nextAt } = this
      if (nextAt !== undefined) this.advance(Math.max(0, nextAt - this.now()))
      await this.#settle()
    }
    giveHostBack()
    return work
  }

  async #settle(): Promise<void> {
    for (;;) {
      await this.#untilQuiet()
      if ((this.nextAt ?? Infinity) - this.now() < LONG_STEP_MS) return
      const before = this.#set
      await new Promise((resolve) => setTimeout(resolve, HOST_MS))
      if (this.#set === before) return
    }
  }

  async #untilQuiet(): Promise<void> {
    let before = this.#set
    for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
      await nextTurn()
      if (this.#set !== before) quiet = -1
      before = this.#set
    }
  }
}
