// How much is done at once: less after it took too long, more again after it was quick.

export interface FitInit {
  /** How much at least, at first and at most. */
  readonly least: number
  readonly first: number
  readonly most: number
  /** How long one may take, in milliseconds. */
  readonly aimMs: number
}

/** A size that fits a time. */
export class Fit {
  readonly #init: FitInit
  #size: number

  constructor(init: FitInit) {
    this.#init = init
    this.#size = init.first
  }

  /** How much to do next. */
  get size(): number {
    return this.#size
  }

  /** What was done took so many milliseconds. */
  took(ms: number): void {
    const { least, most, aimMs } = this.#init
    if (ms > aimMs) this.#size = Math.max(least, Math.floor(this.#size / 2))
    else if (ms < aimMs / 2) this.#size = Math.min(most, this.#size * 2)
  }
}
