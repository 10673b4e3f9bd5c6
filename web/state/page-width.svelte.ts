// How wide the page is, counted in its own type size: what fits depends on both.

/** The width of the window in rem, as it changes. */
export class PageWidth {
  #rems = $state(0)
  readonly #hear = (): void => {
    this.measure()
  }

  constructor() {
    window.addEventListener('resize', this.#hear)
    this.measure()
  }

  /** Width in rem. */
  get rems(): number {
    return this.#rems
  }

  /** Measures again, after the type size has changed. */
  measure(): void {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    this.#rems = window.innerWidth / rem
  }

  /** Stops following the window. */
  stop(): void {
    window.removeEventListener('resize', this.#hear)
  }
}
