// What the Lab has to tell the page: in batches of a bounded size, and bounded altogether.

import type { Envelope } from '../../src/event/envelope.ts'

/** Envelopes of one batch at most: folding them must not hold up a frame of the page. */
export const BATCH = 500

/** Envelopes that wait at most. */
export const WAITING = 20_000

/**
 * Keeps envelopes until they are taken. When too many wait (a thousand peers that join tell
 * 300,000), all of them are dropped and every peer describes itself instead: nothing is made up,
 * but what was dropped is not seen.
 */
export class Outbox {
  #waiting: Envelope[] = []
  #first = 0
  #overflowed = false
  readonly #describeAll: () => void

  /** @param describeAll lets every peer tell its whole state, through `add` */
  constructor(describeAll: () => void) {
    this.#describeAll = describeAll
  }

  get size(): number {
    return this.#waiting.length - this.#first
  }

  add(envelope: Envelope): void {
    // After an overflow only what is described afterwards makes sense.
    if (this.#overflowed) return
    if (this.size >= WAITING) {
      this.#waiting = []
      this.#first = 0
      this.#overflowed = true
      return
    }
    this.#waiting.push(envelope)
  }

  /** The next batch, oldest first; empty when there is nothing to tell. */
  take(): Envelope[] {
    if (this.#overflowed) {
      this.#overflowed = false
      this.#describeAll()
    }
    const batch = this.#waiting.slice(this.#first, this.#first + BATCH)
    this.#first += batch.length
    if (this.#first === this.#waiting.length) {
      this.#waiting = []
      this.#first = 0
    }
    return batch
  }
}
