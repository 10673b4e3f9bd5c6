// Containers that are copied when they are first written to: until then they are those of the World before.
// Made for the few that a World has; proxies over plain ones take twice the time of the fold itself.

/** A Map that can be written without changing the one it began as. */
export class DraftMap<Key, Value> {
  #map: ReadonlyMap<Key, Value>
  #own: Map<Key, Value> | undefined

  constructor(map: ReadonlyMap<Key, Value>) {
    this.#map = map
  }

  get size(): number {
    return this.#map.size
  }

  get(key: Key): Value | undefined {
    return this.#map.get(key)
  }

  has(key: Key): boolean {
    return this.#map.has(key)
  }

  keys(): IterableIterator<Key> {
    return this.#map.keys()
  }

  values(): IterableIterator<Value> {
    return this.#map.values()
  }

  [Symbol.iterator](): IterableIterator<[Key, Value]> {
    return this.#map[Symbol.iterator]()
  }

  set(key: Key, value: Value): void {
    this.#write().set(key, value)
  }

  /** Says whether there was one. */
  delete(key: Key): boolean {
    return this.#map.has(key) && this.#write().delete(key)
  }

  /** All that there is, in place of what there was. */
  replace(all: Map<Key, Value>): void {
    if (this.#map.size === 0 && all.size === 0) return
    this.#map = this.#own = all
  }

  /** Drops all values that are to go: keys that stay are not looked for, which takes longest. */
  drop(isToGo: (value: Value) => boolean): void {
    let going = 0
    this.#map.forEach((value) => {
      if (isToGo(value)) going += 1
    })
    if (going === 0) return
    const kept = new Map<Key, Value>()
    this.#map.forEach((value, key) => {
      if (!isToGo(value)) kept.set(key, value)
    })
    this.#map = this.#own = kept
  }

  /** The Map as it is now; the one it began as when nothing was written. */
  finish(): ReadonlyMap<Key, Value> {
    return this.#map
  }

  #write(): Map<Key, Value> {
    if (this.#own === undefined) this.#map = this.#own = copyOf([this.#map])
    return this.#own
  }
}

/** One Map of all entries. `new Map(map)` takes longer, and makes an array of each entry on the way. */
export function copyOf<Key, Value>(
  maps: readonly Pick<ReadonlyMap<Key, Value>, 'forEach'>[],
): Map<Key, Value> {
  const copy = new Map<Key, Value>()
  for (const map of maps) {
    map.forEach((value, key) => {
      copy.set(key, value)
    })
  }
  return copy
}

/** The same of a Set. */
export class DraftSet<Item> {
  #set: ReadonlySet<Item>
  #own: Set<Item> | undefined

  constructor(set: ReadonlySet<Item>) {
    this.#set = set
  }

  get size(): number {
    return this.#set.size
  }

  has(item: Item): boolean {
    return this.#set.has(item)
  }

  [Symbol.iterator](): IterableIterator<Item> {
    return this.#set[Symbol.iterator]()
  }

  add(item: Item): void {
    if (!this.#set.has(item)) this.#write().add(item)
  }

  delete(item: Item): void {
    if (this.#set.has(item)) this.#write().delete(item)
  }

  clear(): void {
    if (this.#set.size > 0) this.#set = this.#own = new Set()
  }

  /** The Set as it is now; the one it began as when nothing was written. */
  finish(): ReadonlySet<Item> {
    return this.#set
  }

  #write(): Set<Item> {
    if (this.#own === undefined) this.#set = this.#own = new Set(this.#set)
    return this.#own
  }
}

/** A Map of items with containers of their own: those that are written to become drafts first. */
export class DraftItems<Key, Facts, Item extends Facts, Draft extends Facts> {
  readonly #items: DraftMap<Key, Item>
  readonly #drafts = new Map<Key, Draft>()
  readonly #draftOf: (item: Item) => Draft
  readonly #finished: (draft: Draft) => Item

  constructor(
    items: ReadonlyMap<Key, Item>,
    draftOf: (item: Item) => Draft,
    finished: (draft: Draft) => Item,
  ) {
    this.#items = new DraftMap(items)
    this.#draftOf = draftOf
    this.#finished = finished
  }

  get size(): number {
    return this.#items.size
  }

  has(key: Key): boolean {
    return this.#items.has(key)
  }

  keys(): IterableIterator<Key> {
    return this.#items.keys()
  }

  /** What an item is now, to be read only. */
  get(key: Key): Facts | undefined {
    return this.#drafts.get(key) ?? this.#items.get(key)
  }

  /** The item to be written. */
  edit(key: Key): Draft | undefined {
    const known = this.#drafts.get(key)
    if (known !== undefined) return known
    const item = this.#items.get(key)
    if (item === undefined) return undefined
    const draft = this.#draftOf(item)
    this.#drafts.set(key, draft)
    return draft
  }

  /** Puts in a new item. */
  add(key: Key, item: Item): void {
    this.#items.set(key, item)
  }

  delete(key: Key): void {
    this.#drafts.delete(key)
    this.#items.delete(key)
  }

  /** All items as they are now. */
  finish(): ReadonlyMap<Key, Item> {
    for (const [key, draft] of this.#drafts) this.#items.set(key, this.#finished(draft))
    this.#drafts.clear()
    return this.#items.finish()
  }
}
