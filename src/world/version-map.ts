// A Map in versions: each stays as it is, and shares with the next what is the same in both.

import type { Brand } from '../base/brand.ts'
import { CHUNK_BITS, CHUNK_MASK, sift, type Chunk, type Edit, type Fate } from './chunk.ts'

export type { Edit, Fate } from './chunk.ts'

/** Where a key of a Map is. */
export type Spot = Brand<number, 'Spot'>

const NOWHERE = -1 as Spot

/** Places that a version may have beyond twice its values, before it is packed anew. */
const SPARE_PLACES = 64

/**
 * A Map that is changed without changing the versions before it; its values lie in the order in which
 * their keys came.
 *
 * Each key has a place in a row of values. The keys are in one index that all versions share, as hashing
 * them anew for each is what costs most; what a version has of its own is the values, of which an edit
 * copies the chunks that it writes to. A key that is gone leaves its place empty. Values are packed, with
 * an index of their own, when too many places are empty, when a key comes back, and when a version is
 * changed that is not the newest of its index.
 */
export class VersionMap<Key, Value extends object | string> implements ReadonlyMap<Key, Value> {
  readonly #edit: Edit | undefined
  #index: Map<Key, number>
  /** How many places there are; those after them in the index are of younger versions. */
  #places: number
  #size: number
  /** Undefined where no value is left. */
  #chunks: (Chunk<Value> | undefined)[]

  /** An empty Map; or the next version of `before`, for `edit` to write to. */
  constructor(before?: VersionMap<Key, Value>, edit?: Edit) {
    this.#edit = edit
    this.#index = before === undefined ? new Map<Key, number>() : before.#index
    this.#places = before === undefined ? 0 : before.#places
    this.#size = before === undefined ? 0 : before.#size
    this.#chunks = before === undefined ? [] : before.#chunks.slice()
  }

  get size(): number {
    return this.#size
  }

  get(key: Key): Value | undefined {
    return this.at(this.find(key))
  }

  /**
   * Where a key is, in this version and in the next one of it, until something is put in or taken out:
   * what is looked at and then written is looked up once.
   */
  find(key: Key): Spot {
    return (this.#index.get(key) ?? NOWHERE) as Spot
  }

  /** The value at a spot that was found; undefined when the key has none. */
  at(spot: Spot): Value | undefined {
    return spot === NOWHERE ? undefined : this.#at(spot)
  }

  has(key: Key): boolean {
    return this.get(key) !== undefined
  }

  *keys(): MapIterator<Key> {
    for (const [key] of this) yield key
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

  *entries(): MapIterator<[Key, Value]> {
    for (const [key, place] of this.#index) {
      const value = this.#at(place)
      if (value !== undefined) yield [key, value]
    }
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.entries()
  }

  forEach(visit: (value: Value, key: Key, map: ReadonlyMap<Key, Value>) => void): void {
    this.#index.forEach((place, key) => {
      const value = this.#at(place)
      if (value !== undefined) visit(value, key, this)
    })
  }

  /** The version that this edit writes to. */
  for(edit: Edit): VersionMap<Key, Value> {
    return this.#edit === edit ? this : new VersionMap(this, edit)
  }

  /**
   * The value at a spot, to be written by the edit whose version this is: one that it has put there, and
   * so no other version has; where it has not yet, a copy takes the value's place. Undefined when the key
   * has none.
   *
   * @throws when the version is of another edit, which others may have
   */
  own<Copy extends Value>(spot: Spot, edit: Edit, copy: (value: Value) => Copy): Copy | undefined {
    if (this.#edit !== edit) throw new Error('a version is written by its own edit only')
    const value = this.at(spot)
    if (value === undefined) return undefined
    if (this.#hasPut(spot)) return value as Copy
    const copied = copy(value)
    this.#put(spot, copied)
    return copied
  }

  /** The version in which a key, which was found at that spot, has this value. */
  with(key: Key, value: Value, edit: Edit, spot = this.find(key)): VersionMap<Key, Value> {
    const next = this.for(edit)
    next.#put(next.at(spot) === undefined ? next.#newPlace(key, spot) : spot, value)
    return next
  }

  /** The version without a key; this one when it does not have it. */
  without(key: Key, edit: Edit): VersionMap<Key, Value> {
    const spot = this.find(key)
    if (this.at(spot) === undefined) return this
    const next = this.for(edit)
    next.#chunkAt(spot).values[spot & CHUNK_MASK] = undefined
    next.#lose(1)
    return next
  }

  /** The version without the values that go, asked for in order; this one when none does. */
  drop(fateOf: (value: Value) => Fate, edit: Edit): VersionMap<Key, Value> {
    const chunks = this.#chunks
    let next: VersionMap<Key, Value> | undefined
    let isDone = false
    for (let at = 0; at < chunks.length && !isDone; at += 1) {
      const chunk = chunks[at]
      if (chunk === undefined) continue
      const { kept, lost, isLast } = sift(chunk.values, fateOf)
      isDone = isLast
      if (lost === 0) continue
      next ??= this.for(edit)
      const put = chunk.edit === edit ? chunk.put : 0
      next.#chunks[at] = kept === undefined ? undefined : { edit, put, values: kept }
      next.#lose(lost)
    }
    return next ?? this
  }

  #at(place: number): Value | undefined {
    return this.#chunks[place >> CHUNK_BITS]?.values[place & CHUNK_MASK]
  }

  #hasPut(place: number): boolean {
    const chunk = this.#chunks[place >> CHUNK_BITS]
    if (chunk === undefined || chunk.edit !== this.#edit) return false
    return ((chunk.put >> (place & CHUNK_MASK)) & 1) === 1
  }

  #put(place: number, value: Value): void {
    const chunk = this.#chunkAt(place)
    const at = place & CHUNK_MASK
    if (chunk.values[at] === undefined) this.#size += 1
    chunk.values[at] = value
    chunk.put |= 1 << at
  }

  /** The next place, for a key that has no value. */
  #newPlace(key: Key, spot: Spot): number {
    const isSpent = this.#places > 2 * this.#size + SPARE_PLACES
    if (spot !== NOWHERE || this.#index.size !== this.#places || isSpent) this.#pack()
    const place = this.#places
    this.#index.set(key, place)
    this.#places += 1
    return place
  }

  /** The chunk with that place, to be written. */
  #chunkAt(place: number): Chunk<Value> {
    const at = place >> CHUNK_BITS
    const known = this.#chunks[at]
    if (known !== undefined && known.edit === this.#edit) return known
    const chunk = { edit: this.#edit, put: 0, values: known?.values.slice() ?? [] }
    while (this.#chunks.length < at) this.#chunks.push(undefined)
    this.#chunks[at] = chunk
    return chunk
  }

  #lose(count: number): void {
    this.#size -= count
    if (this.#size > 0) return
    this.#index = new Map()
    this.#places = 0
    this.#chunks = []
  }

  /** Gives each key its place anew, one after the other, in an index of this version's own. */
  #pack(): void {
    const index = new Map<Key, number>()
    const chunks: Chunk<Value>[] = []
    this.#index.forEach((place, key) => {
      const value = this.#at(place)
      if (value === undefined) return
      const at = index.size & CHUNK_MASK
      if (at === 0) chunks.push({ edit: this.#edit, put: 0, values: [] })
      const chunk = chunks.at(-1)
      if (chunk === undefined) return
      chunk.values.push(value)
      if (this.#hasPut(place)) chunk.put |= 1 << at
      index.set(key, index.size)
    })
    this.#index = index
    this.#places = index.size
    this.#chunks = chunks
  }
}
