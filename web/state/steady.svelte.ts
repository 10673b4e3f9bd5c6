// A value that stays the same object for as long as it says the same, so that nothing that
// follows from it is made anew.

/** Reads anew whenever what it reads has changed; hands out the earlier value while that is as good. */
export class Steady<Value> {
  readonly #read: () => Value
  readonly #same: (before: Value, next: Value) => boolean
  #before: { readonly value: Value } | undefined

  /** @param same whether the earlier value can stand for the next one */
  constructor(read: () => Value, same: (before: Value, next: Value) => boolean) {
    this.#read = read
    this.#same = same
  }

  readonly #value = $derived.by(() => {
    const next = this.#read()
    if (this.#before === undefined || !this.#same(this.#before.value, next)) {
      this.#before = { value: next }
    }
    return this.#before.value
  })

  get value(): Value {
    return this.#value
  }
}
