// Which views are open: two side by side on a wide screen, one on a narrow one.

import { VIEWS, type ViewName } from './address.ts'

/** From this width on, in pixels, two views stand side by side. */
const WIDE_PX = 1100

/** From this width on, in pixels, the views' names fit into the header. */
const HEADER_PX = 1000

const DEFAULT: readonly [ViewName, ViewName] = ['network', 'records']

/** The open views. */
export class Layout {
  #main = $state<ViewName>(DEFAULT[0])
  #side = $state<ViewName>(DEFAULT[1])
  readonly #wide = new Width(WIDE_PX)
  readonly #roomy = new Width(HEADER_PX)
  /** Whether the viewer or the address chose, so that it stands in the address. */
  #chosen = $state(false)

  constructor(views: readonly ViewName[]) {
    const [main, side] = views
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
    return this.#wide.reached
  }

  /** Whether the views' names fit into the header. */
  get roomy(): boolean {
    return this.#roomy.reached
  }

  /** The views on the screen, the main one first. */
  get shown(): readonly ViewName[] {
    return this.wide ? [this.#main, this.#side] : [this.#main]
  }

  /** What stands in the address: nothing until somebody chose. */
  get named(): readonly ViewName[] {
    return this.#chosen ? [this.#main, this.#side] : []
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

  /** Stops following the window. */
  stop(): void {
    this.#wide.stop()
    this.#roomy.stop()
  }
}

/** Whether the window is at least so many pixels wide. */
class Width {
  #reached = $state(false)
  readonly stop: () => void

  constructor(pixels: number) {
    const query = window.matchMedia(`(min-width: ${pixels.toString()}px)`)
    this.#reached = query.matches
    const hear = (): void => {
      this.#reached = query.matches
    }
    query.addEventListener('change', hear)
    this.stop = () => {
      query.removeEventListener('change', hear)
    }
  }

  get reached(): boolean {
    return this.#reached
  }
}
