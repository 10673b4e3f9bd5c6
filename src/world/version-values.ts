// What rows and Maps in versions are made of: each stays as it is, and shares with the next what is the same in both.

import type { Brand } from '../base/brand.ts'
import {
  CHUNK_BITS,
  CHUNK_MASK,
  CHUNK_SIZE,
  sift,
  type Chunk,
  type Edit,
  type Fate,
} from './chunk.ts'

/** Where a value is in a row; it stays there in the next versions, in those of a Map until that is packed. */
export type Spot = Brand<number, 'Spot'>

/** Where there is no value. */
export const NOWHERE = -1 as Spot

/**
 * Values in the order in which they came, to be replaced, taken out and added to without changing the
 * versions before. An edit copies the chunks that it writes to. A value that is gone leaves its spot
 * empty; chunks without values at the beginning are let go.
 */
export abstract class VersionValues<Value extends object | string> {
  readonly #edit: Edit | undefined
  /** The spot that comes after the last. */
  #end: number
  #count: number
  /** The spot with which the first chunk begins. */
  #start: number
  /** Undefined where no value is left. */
  #chunks: (Chunk<Value> | undefined)[]

  /** An empty row; or the next version of `before`, for `edit` to write to. */
  constructor(before?: VersionValues<Value>, edit?: Edit) {
    this.#edit = edit
    this.#end = before === undefined ? 0 : before.#end
    this.#count = before === undefined ? 0 : before.#count
    this.#start = before === undefined ? 0 : before.#start
    this.#chunks = before === undefined ? [] : before.#chunks.slice()
  }

  get size(): number {
    return this.#count
  }

  /** The value at a spot; undefined when there is none, or none any more. */
  at(spot: Spot): Value | undefined {
    const offset = spot - this.#start
    // Also where nothing was found.
    if (offset < 0) return undefined
    return this.#chunks[offset >> CHUNK_BITS]?.values[offset & CHUNK_MASK]
  }

  /** From a list of them, as a thousand peers have tens of thousands of wires: a generator takes six times as long. */
  values(): MapIterator<Value> {
    const values: Value[] = []
    for (const chunk of this.#chunks) {
      if (chunk === undefined) continue
      for (const value of chunk.values) if (value !== undefined) values.push(value)
    }
    return values.values()
  }

  /** The version that this edit writes to. */
  abstract for(edit: Edit): VersionValues<Value>

  /** The spot that the next value will have. */
  get next(): Spot {
    return this.#end as Spot
  }

  /**
   * The value at a spot, to be written by the edit whose version this is: one that it has put there, and
   * so no other version has; where it has not yet, a copy takes the value's place. Undefined when there
   * is none.
   *
   * @throws when the version is of another edit, which others may have
   */
  own<Copy extends Value>(spot: Spot, edit: Edit, copy: (value: Value) => Copy): Copy | undefined {
    this.assertWrites(edit)
    const value = this.at(spot)
    if (value === undefined) return undefined
    const offset = spot - this.#start
    const put = this.#putIn(this.#chunks[offset >> CHUNK_BITS])
    if (((put >> (offset & CHUNK_MASK)) & 1) === 1) return value as Copy
    const copied = copy(value)
    this.put(spot, copied)
    return copied
  }

  /** The version without the values that go, asked for in order; this one when none does. */
  drop(fateOf: (value: Value) => Fate, edit: Edit): this {
    const chunks = this.#chunks
    let next: VersionValues<Value> | undefined
    let isDone = false
    for (let at = 0; at < chunks.length && !isDone; at += 1) {
      const chunk = chunks[at]
      if (chunk === undefined) continue
      const { kept, lost, isLast } = sift(chunk.values, fateOf)
      isDone = isLast
      if (lost === 0) continue
      next ??= this.for(edit)
      const put = next.#putIn(chunk)
      next.#chunks[at] = kept === undefined ? undefined : { edit, put, values: kept }
      next.lose(lost)
    }
    if (next === undefined) return this
    next.#letGo()
    // Which `for` has made: a row of a row, a Map of a Map.
    return next as this
  }

  /** Whether this edit writes to this version. */
  protected isOf(edit: Edit): boolean {
    return this.#edit === edit
  }

  protected put(spot: Spot, value: Value): void {
    const chunk = this.#chunkAt(spot)
    const at = (spot - this.#start) & CHUNK_MASK
    if (chunk.values[at] === undefined) this.#count += 1
    chunk.values[at] = value
    chunk.put |= 1 << at
  }

  protected add(value: Value): void {
    this.#end += 1
    this.put((this.#end - 1) as Spot, value)
  }

  /** Takes out the value at a spot, where there is one. */
  protected clear(spot: Spot): void {
    this.#chunkAt(spot).values[(spot - this.#start) & CHUNK_MASK] = undefined
    this.lose(1)
  }

  /** So many values are gone. */
  protected lose(count: number): void {
    this.#count -= count
  }

  /** Begins with the first spot again, without any value. */
  protected restart(): void {
    this.#end = 0
    this.#count = 0
    this.#start = 0
    this.#chunks = []
  }

  /** Gives each value its spot anew, one after the other. */
  protected pack(): void {
    const chunks = this.#chunks
    this.restart()
    for (const chunk of chunks) {
      if (chunk === undefined) continue
      const put = this.#putIn(chunk)
      for (const [at, value] of chunk.values.entries()) {
        if (value !== undefined) this.#move(value, ((put >> at) & 1) === 1)
      }
    }
  }

  #move(value: Value, isPut: boolean): void {
    const spot = this.next
    this.add(value)
    if (!isPut) this.#chunkAt(spot).put &= ~(1 << (spot & CHUNK_MASK))
  }

  protected assertWrites(edit: Edit): void {
    if (this.#edit !== edit) throw new Error('a version is written by its own edit only')
  }

  /** A bit for each value of a chunk that this edit has put there. */
  #putIn(chunk: Chunk<Value> | undefined): number {
    return chunk !== undefined && chunk.edit === this.#edit ? chunk.put : 0
  }

  /** The chunk with that spot, to be written. */
  #chunkAt(spot: Spot): Chunk<Value> {
    const at = (spot - this.#start) >> CHUNK_BITS
    const known = this.#chunks[at]
    if (known !== undefined && known.edit === this.#edit) return known
    const chunk = { edit: this.#edit, put: 0, values: known?.values.slice() ?? [] }
    while (this.#chunks.length < at) this.#chunks.push(undefined)
    this.#chunks[at] = chunk
    return chunk
  }

  /** Lets the chunks without values at the beginning go. */
  #letGo(): void {
    const first = this.#chunks.findIndex((chunk) => chunk !== undefined)
    if (first <= 0) return
    this.#chunks.splice(0, first)
    this.#start += first * CHUNK_SIZE
  }
}
