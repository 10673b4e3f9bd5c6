// The timeline: a recording of envelopes, and the World at any point of it.

import type { Envelope } from '../event/envelope.ts'
import { emptyWorld } from './empty-world.ts'
import { fold } from './reduce.ts'
import type { World } from './world.ts'

/** Envelopes between two stored Worlds: what a jump has to fold again at most. */
export const CHECKPOINT_EVERY = 500

/** Envelopes that are kept by default. */
export const ENVELOPES_KEPT = 100_000

/** Options of a timeline. */
export interface TimelineInit {
  /** Keeps at least this many of the latest envelopes. @default ENVELOPES_KEPT */
  readonly limit?: number
}

/**
 * Records envelopes and gives the World at every index. Index `n` is after the first `n`
 * envelopes ever appended: indices stay what they are when the oldest envelopes are dropped.
 */
export class Timeline {
  readonly #limit: number
  #first = 0
  #envelopes: Envelope[] = []
  /** The source's time after each envelope; never falls. */
  #times: number[] = []
  /** The World at `first`, and after each `CHECKPOINT_EVERY` envelopes from there. */
  #checkpoints: World[] = [emptyWorld()]
  #head: World = emptyWorld()
  /** Where the last jump went: the next is often one step further. */
  #cursor: { index: number; world: World } = { index: 0, world: this.#head }

  constructor(init: TimelineInit = {}) {
    this.#limit = Math.max(1, init.limit ?? ENVELOPES_KEPT)
  }

  /** The least index that can still be gone to. */
  get first(): number {
    return this.#first
  }

  /** Envelopes appended so far, dropped ones included: the index of the head. */
  get length(): number {
    return this.#first + this.#envelopes.length
  }

  /** The World after everything. */
  get head(): World {
    return this.#head
  }

  /** Adds envelopes at the end; those beyond the limit are dropped from the beginning. */
  append(envelopes: readonly Envelope[]): void {
    let done = 0
    while (done < envelopes.length) {
      const room = CHECKPOINT_EVERY - (this.#envelopes.length % CHECKPOINT_EVERY)
      const batch = envelopes.slice(done, done + room)
      done += batch.length
      this.#head = fold(this.#head, batch)
      for (const envelope of batch) {
        this.#envelopes.push(envelope)
        this.#times.push(Math.max(envelope.at, this.#times.at(-1) ?? -Infinity))
      }
      if (this.#envelopes.length % CHECKPOINT_EVERY === 0) this.#checkpoints.push(this.#head)
    }
    this.#drop()
  }

  /** The World after the first `index` envelopes; outside of the recording, at its nearer end. */
  worldAt(index: number): World {
    const at = this.#clamp(index)
    if (at === this.length) return this.#head
    const checkpoint = Math.floor((at - this.#first) / CHECKPOINT_EVERY)
    const from = this.#first + checkpoint * CHECKPOINT_EVERY
    const stored = this.#checkpoints[checkpoint] ?? this.#head
    const nearer = this.#cursor.index <= at && this.#cursor.index >= from
    const start = nearer ? this.#cursor : { index: from, world: stored }
    const world = fold(start.world, this.slice(start.index, at))
    this.#cursor = { index: at, world }
    return world
  }

  /** The index after the last envelope at or before `time`, in the source's milliseconds. */
  indexAt(time: number): number {
    let low = 0
    let high = this.#times.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#times[middle] ?? Infinity) <= time) low = middle + 1
      else high = middle
    }
    return this.#first + low
  }

  /** The time at an index, in the source's milliseconds: that of the envelope before it. */
  timeAt(index: number): number {
    const at = this.#clamp(index) - this.#first
    return this.#times[Math.max(0, at - 1)] ?? 0
  }

  /** The envelope that leads from `index` to `index + 1`; undefined outside of the recording. */
  envelopeAt(index: number): Envelope | undefined {
    return this.#envelopes[index - this.#first]
  }

  /** The envelopes that lead from one index to another, as far as they are kept. */
  slice(from: number = this.#first, to: number = this.length): Envelope[] {
    return this.#envelopes.slice(this.#clamp(from) - this.#first, this.#clamp(to) - this.#first)
  }

  /** The first index beyond `index` whose last envelope `matches`; else the head's. */
  nextIndex(index: number, matches: (envelope: Envelope) => boolean = always): number {
    for (let next = this.#clamp(index); next < this.length; next += 1) {
      const envelope = this.envelopeAt(next)
      if (envelope !== undefined && matches(envelope)) return next + 1
    }
    return this.length
  }

  /** The last index before `index` whose last envelope `matches`; else the first. */
  previousIndex(index: number, matches: (envelope: Envelope) => boolean = always): number {
    for (let previous = this.#clamp(index) - 1; previous > this.#first; previous -= 1) {
      const envelope = this.envelopeAt(previous - 1)
      if (envelope !== undefined && matches(envelope)) return previous
    }
    return this.#first
  }

  #clamp(index: number): number {
    const whole = Number.isNaN(index) ? this.length : Math.floor(index)
    return Math.min(this.length, Math.max(this.#first, whole))
  }

  /** Drops whole stretches between checkpoints, many at a time. */
  #drop(): void {
    const spare = this.#envelopes.length - this.#limit
    if (spare < CHECKPOINT_EVERY || spare < this.#limit / 10) return
    const stretches = Math.floor(spare / CHECKPOINT_EVERY)
    const dropped = stretches * CHECKPOINT_EVERY
    this.#envelopes = this.#envelopes.slice(dropped)
    this.#times = this.#times.slice(dropped)
    this.#checkpoints = this.#checkpoints.slice(stretches)
    this.#first += dropped
    if (this.#cursor.index < this.#first) this.#cursor = { index: this.length, world: this.#head }
  }
}

function always(): boolean {
  return true
}
