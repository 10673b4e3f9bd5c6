// A choice within a view that stands in the address, such as which picture it draws.

/** One of a few words; the first is taken where the address says none, and does not stand there. */
export class AddressChoice<Value extends string> {
  readonly #name: string
  readonly #options: readonly [Value, ...Value[]]
  #value: Value

  /** @param name the parameter of the address */
  constructor(name: string, options: readonly [Value, ...Value[]]) {
    this.#name = name
    this.#options = options
    const told = new URLSearchParams(location.search).get(name)
    this.#value = $state.raw(options.find((option) => option === told) ?? options[0])
  }

  get value(): Value {
    return this.#value
  }

  /** Takes another one and writes it into the address. */
  choose(value: Value): void {
    this.#value = value
    const url = new URL(location.href)
    if (value === this.#options[0]) url.searchParams.delete(this.#name)
    else url.searchParams.set(this.#name, value)
    const query = url.search.replaceAll('%2F', '/').replaceAll('%2C', ',')
    history.replaceState(history.state, '', `${url.pathname}${query}${url.hash}`)
  }
}
