// A long list of which a portion is brought up to date with each frame: a thousand elements that are
// made, moved or laid out at once hold the page up.

import { untrack } from 'svelte'
import { FrameTurns } from './after-frame.ts'
import { FIRST, portionFit } from './grown.svelte.ts'

/** Lists of up to so many are up to date at once. */
export const FEW = 150

/** The items of a list: those of a short one at once, those of a long one a portion after each frame. */
export class Portions<Item extends object> {
  readonly #read: () => readonly Item[]
  readonly #nameOf: (item: Item) => unknown
  readonly #portion = portionFit()
  readonly #turns = new FrameTurns()
  #shown = $state.raw<readonly Item[]>([])
  #wanted: readonly Item[]
  /** Whose turn is next, and how many wait for theirs since the list changed last. */
  #next = FIRST
  #waiting: number
  #forget = (): void => undefined

  /** What is to be shown now. */
  readonly items = $derived.by(() => {
    const wanted = this.#read()
    return wanted.length <= FEW ? wanted : this.#shown
  })

  /** @param nameOf what an item is the same by, as it changes; no two of one list have the same */
  constructor(read: () => readonly Item[], nameOf: (item: Item) => unknown) {
    this.#read = read
    this.#nameOf = nameOf
    this.#wanted = untrack(read)
    this.#shown = this.#wanted.slice(0, FIRST)
    this.#waiting = this.#wanted.length - FIRST
  }

  /** Brings the items up to date soon; for an effect. Returns what forgets it. */
  follow(): () => void {
    const wanted = this.#read()
    // Turns go on where they are, so that a list that changes all the time gets to its end too.
    if (wanted !== this.#wanted) this.#waiting = wanted.length
    this.#wanted = wanted
    if (wanted.length <= FEW) this.#show(wanted, wanted.length)
    this.#goOn()
    return () => {
      this.#forget()
    }
  }

  #goOn(): void {
    this.#forget()
    if (this.#waiting <= 0) return
    this.#forget = this.#turns.next((frameMs) => {
      this.#portion.took(frameMs)
      this.#bringOn()
      this.#goOn()
    })
  }

  #bringOn(): void {
    const wanted = this.#wanted
    const before = new Map(this.#shown.map((item) => [this.#nameOf(item), item]))
    const from = this.#next < wanted.length ? this.#next : 0
    const until = Math.min(from + this.#portion.size, wanted.length)
    const items = wanted.flatMap((item, index) => {
      const isDue = index >= from && index < until
      return (isDue ? item : before.get(this.#nameOf(item))) ?? []
    })
    this.#next = until
    this.#show(items, until - from)
  }

  #show(items: readonly Item[], turns: number): void {
    this.#shown = items
    this.#waiting -= turns
  }
}
