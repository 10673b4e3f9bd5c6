// A binary heap: the smallest of many items is always at hand.

/** A heap ordered by `isBefore`; adding and taking cost O(log n). */
export class Heap<T> {
  readonly #isBefore: (a: T, b: T) => boolean
  #items: T[] = []

  constructor(isBefore: (a: T, b: T) => boolean) {
    this.#isBefore = isBefore
  }

  get size(): number {
    return this.#items.length
  }

  /** The first item, which stays; undefined when empty. */
  peek(): T | undefined {
    return this.#items[0]
  }

  /** Adds an item. */
  push(item: T): void {
    const items = this.#items
    let index = items.length
    items.push(item)
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = items[parent] as T
      if (!this.#isBefore(item, above)) break
      items[index] = above
      index = parent
    }
    items[index] = item
  }

  /** Takes the first item out; undefined when empty. */
  pop(): T | undefined {
    const items = this.#items
    const first = items[0]
    const last = items.pop()
    if (items.length > 0) this.#sink(last as T)
    return first
  }

  /** Keeps only the items for which `keep` is true. */
  filter(keep: (item: T) => boolean): void {
    const kept = this.#items.filter(keep)
    this.#items = []
    for (const item of kept) this.push(item)
  }

  #sink(item: T): void {
    const items = this.#items
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= items.length) break
      const right = child + 1
      if (right < items.length && this.#isBefore(items[right] as T, items[child] as T)) {
        child = right
      }
      const below = items[child] as T
      if (!this.#isBefore(below, item)) break
      items[index] = below
      index = child
    }
    items[index] = item
  }
}
