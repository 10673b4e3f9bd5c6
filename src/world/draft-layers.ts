// A Map in layers by age, to be written: what changes are its newest entries, so only their layer is copied.

import { copyOf, DraftMap } from './draft-containers.ts'

/** A Map of many entries that come and go in about the same order: oldest layer first. */
export type Layers<Key, Value> = readonly ReadonlyMap<Key, Value>[]

/** Entries of the newest layer at most: what a fold copies to write to it. */
const NEWEST = 512

/** So many layers of a size become one, as a new entry is looked for in all of them in vain. */
const MERGED = 4

/** Entries of a layer that is merged no more. */
const OLDEST = 8192

/** Entries that are dropped together, of a layer that has more. */
const DROPPED = 1024

/** Layers that can be written without changing those they began as. */
export class DraftLayers<Key, Value> {
  readonly #before: Layers<Key, Value>
  readonly #layers: DraftMap<Key, Value>[]
  #size = 0

  constructor(layers: Layers<Key, Value>) {
    this.#before = layers
    this.#layers = layers.map((layer) => new DraftMap(layer))
    for (const { size } of layers) this.#size += size
  }

  get size(): number {
    return this.#size
  }

  get(key: Key): Value | undefined {
    return this.#layerOf(key)?.get(key)
  }

  has(key: Key): boolean {
    return this.#layerOf(key) !== undefined
  }

  /** Puts an entry in its place; a new one at the end. */
  set(key: Key, value: Value): void {
    const layer = this.#layerOf(key)
    if (layer === undefined) this.add(key, value)
    else layer.set(key, value)
  }

  /** Puts an entry at the end that is known not to be there. */
  add(key: Key, value: Value): void {
    this.#newest().set(key, value)
    this.#size += 1
  }

  delete(key: Key): void {
    const layer = this.#layerOf(key)
    if (layer === undefined) return
    layer.delete(key)
    this.#size -= 1
    this.#leaveOut(layer)
  }

  /** Drops all values that are to go. */
  drop(isToGo: (value: Value) => boolean): void {
    for (const layer of [...this.#layers]) {
      const { size } = layer
      layer.drop(isToGo)
      this.#size -= size - layer.size
      this.#leaveOut(layer)
    }
  }

  /** Drops the oldest entries, a thousand or so at once. */
  dropOldest(): void {
    const oldest = this.#layers.shift()
    if (oldest === undefined) return
    const kept = [...oldest].slice(DROPPED)
    if (kept.length > 0) this.#layers.unshift(new DraftMap(new Map(kept)))
    this.#size -= oldest.size - kept.length
  }

  /** The layers as they are now; those it began as when nothing was written. */
  finish(): Layers<Key, Value> {
    const layers = this.#layers.map((layer) => layer.finish())
    const same =
      layers.length === this.#before.length &&
      layers.every((layer, index) => layer === this.#before[index])
    return same ? this.#before : layers
  }

  /** What is looked for is nearly always new. */
  #layerOf(key: Key): DraftMap<Key, Value> | undefined {
    for (let place = this.#layers.length - 1; place >= 0; place -= 1) {
      const layer = this.#layers[place]
      if (layer?.has(key) === true) return layer
    }
    return undefined
  }

  #newest(): DraftMap<Key, Value> {
    const last = this.#layers.at(-1)
    if (last !== undefined && last.size < NEWEST) return last
    this.#merge()
    const layer = new DraftMap<Key, Value>(new Map())
    this.#layers.push(layer)
    return layer
  }

  #merge(): void {
    for (let most = NEWEST; most < OLDEST; most *= MERGED) {
      const young = this.#layers.slice(-MERGED)
      if (young.length < MERGED || young.some(({ size }) => size > most)) return
      const merged = copyOf(young.map((layer) => layer.finish()))
      this.#layers.splice(-MERGED, MERGED, new DraftMap(merged))
    }
  }

  /** A layer in which there is nothing left is no layer. */
  #leaveOut(layer: DraftMap<Key, Value>): void {
    if (layer.size === 0) this.#layers.splice(this.#layers.indexOf(layer), 1)
  }
}
