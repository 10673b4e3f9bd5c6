// A value that follows another in a task of its own: what is made of both at once holds the page up.

import { untrack } from 'svelte'
import { inNextTurn } from '../../src/base/next-turn.ts'

/** Is right at first, and from then on a task behind what it follows. */
export class Later<Value> {
  readonly #read: () => Value
  #value = $state.raw() as Value
  #next: Value
  #begun = false
  #planned = false

  constructor(read: () => Value) {
    this.#read = read
    this.#value = this.#next = untrack(read)
  }

  get value(): Value {
    return this.#value
  }

  /** Notes what is to be followed, if that has changed; for an effect. */
  follow(): void {
    this.#next = this.#read()
    // The first time an effect runs nothing has changed.
    const isNew = this.#begun
    this.#begun = true
    if (!isNew || this.#planned) return
    this.#planned = true
    inNextTurn(() => {
      this.#planned = false
      this.#value = this.#next
    })
  }
}
