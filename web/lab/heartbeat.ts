// Notices that a worker has fallen silent: one that is killed says nothing, not even that.

import type { Cancel, Clock } from '../../src/base/clock.ts'

/** How often is looked, in milliseconds. */
const LOOK_MS = 1_000

/** Looks without a word in between until a worker counts as dead. */
export const SILENT_LOOKS = 20

/**
 * Calls `onSilent` once when nothing was heard for `SILENT_LOOKS` looks. Looks are counted and not
 * time, as a laptop that slept has not waited. Nothing counts before the first `beat`.
 */
export class Heartbeat {
  readonly #clock: Clock
  readonly #onSilent: () => void
  #looks = 0
  #cancel: Cancel | undefined

  constructor(clock: Clock, onSilent: () => void) {
    this.#clock = clock
    this.#onSilent = onSilent
  }

  /** Something was heard. */
  beat(): void {
    this.#looks = 0
    if (this.#cancel === undefined) this.#look()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = () => undefined
  }

  #look(): void {
    this.#cancel = this.#clock.after(LOOK_MS, () => {
      this.#looks += 1
      if (this.#looks < SILENT_LOOKS) this.#look()
      else this.#onSilent()
    })
  }
}
