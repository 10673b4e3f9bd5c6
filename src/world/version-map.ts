// A Map in versions: each stays as it is, and shares with the next what is the same in both.

import type { Edit } from './chunk.ts'
import { NOWHERE, VersionValues, type Spot } from './version-values.ts'

/** Spots that a version may have beyond twice its values, before it is packed anew. */
const SPARE_SPOTS = 64

/**
 * A Map that is changed without changing the versions before it; its values lie in a row, in the order in
 * which their keys came.
 *
 * The keys are in one index that all versions share, as hashing them anew for each is what costs most;
 * what a version has of its own is the row. A key that is gone leaves its spot empty. Values are packed,
 * with an index of their own, when too many spots are empty, when a key comes back, and when a version is
 * changed that is not the newest of its index.
 */
export class VersionMap<Key, Value extends object | string>
  extends VersionValues<Value>
  implements ReadonlyMap<Key, Value>
{
  /** Spots from the version's end on are of younger versions. */
  #index: Map<Key, Spot>

  /** An empty Map; or the next version of `before`, for `edit` to write to. */
  constructor(before?: VersionMap<Key, Value>, edit?: Edit) {
    super(before, edit)
    this.#index = before === undefined ? new Map<Key, Spot>() : before.#index
  }

  get(key: Key): Value | undefined {
    return this.at(this.find(key))
  }

  /**
   * Where a key is, in this version and in the next one of it, until something is put in or taken out:
   * what is looked at and then written is looked up once.
   */
  find(key: Key): Spot {
    return this.#index.get(key) ?? NOWHERE
  }

  has(key: Key): boolean {
    return this.get(key) !== undefined
  }

  *keys(): MapIterator<Key> {
    for (const [key] of this) yield key
  }

  *entries(): MapIterator<[Key, Value]> {
    for (const [key, spot] of this.#index) {
      const value = this.at(spot)
      if (value !== undefined) yield [key, value]
    }
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.entries()
  }

  forEach(visit: (value: Value, key: Key, map: ReadonlyMap<Key, Value>) => void): void {
    this.#index.forEach((spot, key) => {
      const value = this.at(spot)
      if (value !== undefined) visit(value, key, this)
    })
  }

  override for(edit: Edit): VersionMap<Key, Value> {
    return this.isOf(edit) ? this : new VersionMap(this, edit)
  }

  /** The version in which a key, which was found at that spot, has this value. */
  with(key: Key, value: Value, edit: Edit, spot = this.find(key)): VersionMap<Key, Value> {
    const next = this.for(edit)
    if (next.at(spot) !== undefined) next.put(spot, value)
    else next.#add(key, value, spot)
    return next
  }

  /** The version without a key; this one when it does not have it. */
  without(key: Key, edit: Edit): VersionMap<Key, Value> {
    const spot = this.find(key)
    if (this.at(spot) === undefined) return this
    const next = this.for(edit)
    next.clear(spot)
    return next
  }

  protected override lose(count: number): void {
    super.lose(count)
    if (this.size > 0) return
    this.#index = new Map()
    this.restart()
  }

  /** Puts in a key that has no value. */
  #add(key: Key, value: Value, spot: Spot): void {
    const isSpent = this.next > 2 * this.size + SPARE_SPOTS
    if (spot !== NOWHERE || this.#index.size !== this.next || isSpent) this.#pack()
    this.#index.set(key, this.next)
    this.add(value)
  }

  /** Gives each key its spot anew, one after the other, in an index of this version's own. */
  #pack(): void {
    const index = new Map<Key, Spot>()
    // The keys come in the order of their spots.
    this.#index.forEach((spot, key) => {
      if (this.at(spot) !== undefined) index.set(key, index.size as Spot)
    })
    this.#index = index
    this.pack()
  }
}
