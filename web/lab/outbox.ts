// What the Lab has to tell the page: in batches of a bounded size, and bounded altogether.

import type { Envelope } from '../../src/event/envelope.ts'
import type { EventKind } from '../../src/event/event.ts'
import { weightOf } from './weight.ts'

/** Envelopes of one batch at most: to read it is one task of the page. */
export const BATCH = 500

/** What they weigh at most: a batch of peers that told their whole state took over 20 ms to read. */
export const BATCH_WEIGHT = 2_000

/** Envelopes that wait at most. */
export const WAITING = 20_000

/** What no peer says again when it describes itself: when it came, how it got in, and that it went. */
const SAID_ONCE: ReadonlySet<EventKind> = new Set([
  'peer.started',
  'join.advanced',
  'peer.stopped',
  'fault.set',
  'fault.cleared',
])

/**
 * Keeps envelopes until they are taken. When too many wait (a thousand peers that join tell
 * 300,000), they are dropped but for what is said once, and every peer describes itself instead:
 * nothing is made up, but what was dropped is not seen.
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
    if (this.size >= WAITING) this.#overflow()
    // After an overflow only what is described afterwards makes sense.
    if (!this.#overflowed || SAID_ONCE.has(envelope.event.kind)) this.#waiting.push(envelope)
  }

  #overflow(): void {
    const kept = this.#waiting.slice(this.#first).filter(({ event }) => SAID_ONCE.has(event.kind))
    // Bounded also when these alone are too many: the oldest are of peers that are long gone.
    this.#waiting = kept.slice(-WAITING / 2)
    this.#first = 0
    this.#overflowed = true
  }

  /** The next batch, oldest first; empty when there is nothing to tell. */
  take(): Envelope[] {
    if (this.#overflowed) {
      this.#overflowed = false
      this.#describeAll()
    }
    const until = this.#endOfBatch()
    const batch = this.#waiting.slice(this.#first, until)
    this.#first = until
    if (this.#first === this.#waiting.length) {
      this.#waiting = []
      this.#first = 0
    }
    return batch
  }

  #endOfBatch(): number {
    const most = Math.min(this.#waiting.length, this.#first + BATCH)
    let weight = 0
    for (let at = this.#first; at < most; at += 1) {
      const envelope = this.#waiting[at]
      weight += envelope === undefined ? 0 : weightOf(envelope)
      if (weight > BATCH_WEIGHT && at > this.#first) return at
    }
    return most
  }
}
