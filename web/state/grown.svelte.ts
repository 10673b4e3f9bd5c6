// How much of a long list is shown: a thousand elements made, or laid out, at once hold the page up.

import { afterFrame } from './after-frame.ts'

/** So many are made at once. */
export const FIRST = 50

/** So many more with each frame. */
export const PORTION = 50

/** A count that grows to a list's length: its beginning is shown at once, the rest in tasks of their own, each after a frame. */
export class Grown {
  readonly #length: () => number
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
    const next = this.#most + PORTION
    return afterFrame(() => {
      this.#most = next
    })
  }
}
