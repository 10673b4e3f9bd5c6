// Takes a long batch in slices, so that no task holds the page up for long.

import { inNextTurn } from '../../src/base/next-turn.ts'
import { Fit } from '../state/fit.ts'

/** How long one slice may take, in milliseconds: half a frame, the other half is for drawing it. */
export const SLICE_MS = 8

/** What one portion weighs at least and at most: it is handed on between two looks at the clock. */
export const PORTION = { least: 8, first: 32, most: 256 } as const

export interface IntakeInit<Item> {
  /** Takes one portion. */
  readonly take: (items: readonly Item[]) => void
  /** How much dearer than a light one an item is. @default all are light: 1 */
  readonly weigh?: (item: Item) => number
  /** Milliseconds, for measuring. @default performance.now */
  readonly now?: () => number
  /** Runs something in a task of its own. @default `inNextTurn` */
  readonly later?: (run: () => void) => void
}

/** Hands items on in their order, in portions that grow and shrink with what they cost. */
export class Intake<Item> {
  readonly #take: (items: readonly Item[]) => void
  readonly #weigh: (item: Item) => number
  readonly #now: () => number
  readonly #later: (run: () => void) => void
  #items: readonly Item[] = []
  readonly #fit = new Fit({ ...PORTION, aimMs: SLICE_MS / 2 })
  #done: Promise<void> = Promise.resolve()

  constructor(init: IntakeInit<Item>) {
    const { take, weigh = () => 1, now = () => performance.now(), later = inNextTurn } = init
    this.#take = take
    this.#weigh = weigh
    this.#now = now
    this.#later = later
  }

  /** Takes a batch, after all batches before it. Resolves when the whole of it has been taken. */
  hand(batch: readonly Item[]): Promise<void> {
    const taken = this.#done.then(
      () =>
        new Promise<void>((resolve, reject) => {
          this.#items = batch
          this.#slice(resolve, reject)
        }),
    )
    // The next one waits for this one's end, whatever that is.
    this.#done = taken.catch(() => undefined)
    return taken
  }

  #slice(done: () => void, failed: (error: unknown) => void): void {
    const until = this.#now() + SLICE_MS
    try {
      while (this.#items.length > 0 && this.#now() < until) this.#next()
    } catch (thrown) {
      this.#items = []
      failed(thrown)
      return
    }
    if (this.#items.length === 0) done()
    else
      this.#later(() => {
        this.#slice(done, failed)
      })
  }

  #next(): void {
    const begun = this.#now()
    const portion = this.#items.slice(0, this.#count())
    this.#items = this.#items.slice(portion.length)
    this.#take(portion)
    this.#fit.took(this.#now() - begun)
  }

  /** How many of the next items make a portion: one at least. */
  #count(): number {
    let weight = 0
    const heavy = this.#items.findIndex((item) => (weight += this.#weigh(item)) > this.#fit.size)
    return heavy === -1 ? this.#items.length : Math.max(1, heavy)
  }
}
