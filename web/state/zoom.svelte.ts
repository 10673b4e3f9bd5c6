// Which stretch of the recording the timeline shows: the latest, all of it, or what the viewer chose.

import { stripSpan, type Span } from '../draw/strip-span.ts'
import { zoomSpan } from '../draw/brush.ts'

/** Where the clock stands, in milliseconds of the source. */
export interface Clock {
  readonly from: number
  readonly now: number
  readonly at: number
}

/** The timeline's stretch. */
export class Zoom {
  #chosen = $state.raw<Span | undefined>()
  #all = $state(false)

  /** Whether the viewer chose a stretch. */
  get chosen(): boolean {
    return this.#chosen !== undefined
  }

  /** Whether the whole recording is shown rather than its latest part. */
  get all(): boolean {
    return this.#all
  }

  /** What is shown at a moment. */
  span(clock: Clock): Span {
    return this.#chosen ?? stripSpan(clock, this.#all)
  }

  /** Shows one stretch from now on. */
  show(span: Span): void {
    this.#chosen = span
  }

  /** Shows less (a factor below 1) or more round a moment. */
  by(factor: number, round: number, clock: Clock): void {
    const whole = stripSpan(clock, true)
    const next = zoomSpan(this.span(clock), { factor, round, whole })
    this.#chosen = next.to - next.from >= whole.to - whole.from ? undefined : next
    this.#all ||= this.#chosen === undefined
  }

  /** Goes over between the whole recording and its latest part. */
  toggleAll(): void {
    this.#chosen = undefined
    this.#all = !this.#all
  }

  /** Forgets what was chosen. */
  reset(): void {
    this.#chosen = undefined
    this.#all = false
  }
}
