// Which views are open: two side by side on a wide screen, one on a narrow one, and how wide each is.

import { SPLIT_RANGE, VIEWS, type Address, type ViewName } from './address.ts'
import type { PageWidth } from './page-width.svelte.ts'

/** From this width on, in rem, two views stand side by side. */
const WIDE = 68

/** From this width on, in rem, the views' names fit into the header. */
const HEADER = 62.5

const DEFAULT: readonly [ViewName, ViewName] = ['network', 'records']

/** Percent of the width that the first of two views has until somebody drags the line between them. */
const DEFAULT_SPLIT = 66

/** The open views. */
export class Layout {
  #main = $state<ViewName>(DEFAULT[0])
  #side = $state<ViewName>(DEFAULT[1])
  #split = $state<number | undefined>()
  readonly #width: PageWidth
  /** Whether the viewer or the address chose, so that it stands in the address. */
  #chosen = $state(false)

  constructor({ views, split }: Pick<Address, 'views' | 'split'>, width: PageWidth) {
    const [main, side] = views
    this.#width = width
    this.#split = split
    if (main !== undefined) {
      this.#main = main
      this.#side = side ?? (main === DEFAULT[0] ? DEFAULT[1] : DEFAULT[0])
      this.#chosen = true
    }
  }

  get main(): ViewName {
    return this.#main
  }

  get side(): ViewName {
    return this.#side
  }

  /** Whether two views stand side by side. */
  get wide(): boolean {
    return this.#width.rems >= WIDE
  }

  /** Whether the views' names fit into the header. */
  get roomy(): boolean {
    return this.#width.rems >= HEADER
  }

  /** The views on the screen, the main one first. */
  get shown(): readonly ViewName[] {
    return this.wide ? [this.#main, this.#side] : [this.#main]
  }

  /** What stands in the address: nothing until somebody chose. */
  get named(): readonly ViewName[] {
    return this.#chosen ? [this.#main, this.#side] : []
  }

  /** Percent of the width that the first of two views has, where somebody chose. */
  get split(): number | undefined {
    return this.#split
  }

  /** Percent of the width that the first of two views has. */
  get share(): number {
    return this.#split ?? DEFAULT_SPLIT
  }

  /** Moves the line between two views; undefined puts it back where it was at first. */
  splitAt(percent: number | undefined): void {
    this.#split =
      percent === undefined
        ? undefined
        : Math.round(Math.max(SPLIT_RANGE.least, Math.min(SPLIT_RANGE.most, percent)))
  }

  /** Shows a view large; the one that was there goes aside when they change places. */
  show(view: ViewName): void {
    if (view === this.#side) this.#side = this.#main
    this.#main = view
    this.#chosen = true
  }

  /** Shows the view of that number in the header, from 1; whether there is one. */
  showNumber(number: number): boolean {
    const view = VIEWS[number - 1]
    if (view !== undefined) this.show(view)
    return view !== undefined
  }

  /** Shows a view beside the large one. */
  showBeside(view: ViewName): void {
    if (view === this.#main) this.#main = this.#side
    this.#side = view
    this.#chosen = true
  }
}
