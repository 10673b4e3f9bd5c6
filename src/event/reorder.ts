// Puts envelopes that arrive late from other peers back into the order in which things happened.

import type { Envelope } from './envelope.ts'

/** Holds envelopes for a while and gives them out in the order of their times. */
export class ReorderBuffer {
  readonly #holdMs: number
  #held: { readonly envelope: Envelope; readonly due: number }[] = []

  /** @param holdMs how long each envelope waits for earlier ones, in milliseconds */
  constructor(holdMs: number) {
    this.#holdMs = holdMs
  }

  /** Takes envelopes that arrived at `now`. */
  push(envelopes: readonly Envelope[], now: number): void {
    for (const envelope of envelopes) this.#held.push({ envelope, due: now + this.#holdMs })
  }

  /** The envelopes whose time has come, earliest first; those of one peer in its own order. */
  release(now: number): Envelope[] {
    const released: Envelope[] = []
    this.#held = this.#held.filter(({ envelope, due }) => {
      if (due > now) return true
      released.push(envelope)
      return false
    })
    return released.sort((a, b) => (a.peer === b.peer ? a.seq - b.seq : a.at - b.at))
  }

  /** When the first of those that are held back is due; never where there are none. */
  get dueAt(): number {
    return this.#held[0]?.due ?? Infinity
  }

  /** How many are held back. */
  get size(): number {
    return this.#held.length
  }
}
