// How much of a long list is shown: a thousand elements made, or laid out, at once hold the page up.

import { FrameTurns } from './after-frame.ts'
import { Fit } from './fit.ts'

/** So many are made at once, beside all else that comes up with them. */
export const FIRST = 25

/** So many more with each frame, and fewer where it takes long. */
export const PORTION = 50

/** Portions that leave time for whatever else is in a frame. */
export const portionFit = (first = FIRST): Fit =>
  new Fit({ least: LEAST, first, most: PORTION, aimMs: FRAME_MS })

/** So many at least: with fewer it is the frames that take the time. */
export const LEAST = 10

/** How long a frame with a portion may take, in milliseconds: half of what holds a page up. */
const FRAME_MS = 25

/** A count that grows to a list's length: its beginning is shown at once, the rest in tasks of their own, each after a frame. */
export class Grown {
  readonly #length: () => number
  readonly #portion = portionFit()
  readonly #turns = new FrameTurns()
  #most = $state(FIRST)

  /** @param length how long the list is */
  constructor(length: () => number) {
    this.#length = length
  }

  /** True for all the time that it grows, so that a list that changes meanwhile does not hold it up. */
  readonly #short = $derived.by(() => this.#most < this.#length())

  /** So many of the list's elements are to be shown. */
  get most(): number {
    return this.#most
  }

  /** Grows by a portion soon, if there is more to show; for an effect. Returns what forgets it. */
  grow(): () => void {
    if (!this.#short) return () => undefined
    const before = this.#most
    return this.#turns.next((frameMs) => {
      this.#portion.took(frameMs)
      this.#most = before + this.#portion.size
    })
  }
}
