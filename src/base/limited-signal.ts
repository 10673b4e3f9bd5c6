// An abort signal with a time limit by a given clock, that leaves nothing behind when it is done.
// `AbortSignal.timeout` and `AbortSignal.any` know only real time and keep what listens to them.

import type { Cancel, Clock } from './clock.ts'

/** A signal and how to let go of it. */
export interface LimitedSignal {
  readonly signal: AbortSignal
  /** Ends the limit and the link to the other signals; to be called when the work is done. */
  clear(): void
  /** How long its time has run, in milliseconds, see `holdLimit`. */
  ranMs(): number
}

/** Begins a limit anew, with so many milliseconds at least. @default as many as before */
export type GoOn = (leastMs?: number) => void

/** The limit of a signal, kept with it: a WeakMap of thousands is dear to collect. */
const limit = Symbol('kadscope.limit')

/** A signal that aborts with the first of `others`, or with a `TimeoutError` after `ms` milliseconds. */
export function limitedSignal(
  clock: Clock,
  ms: number,
  ...others: readonly (AbortSignal | undefined)[]
): LimitedSignal {
  return new Limit(clock, ms, others)
}

/** What `limitedSignal` made the signal with. */
export function limitOf(signal: AbortSignal): LimitedSignal | undefined {
  return (signal as Limited)[limit]
}

/**
 * Stops the time limit of a signal that `limitedSignal` made, until what is returned is called:
 * then all its time begins anew. For waiting that has a limit of its own. Other signals are
 * left alone.
 */
export function holdLimit(signal: AbortSignal | undefined): GoOn {
  const held = signal === undefined ? undefined : (signal as Limited)[limit]
  return held === undefined ? () => undefined : held.hold()
}

type Limited = AbortSignal & { [limit]?: Limit }

class Limit implements LimitedSignal {
  readonly signal: AbortSignal
  readonly #controller = new AbortController()
  readonly #clock: Clock
  readonly #ms: number
  readonly #others: readonly (AbortSignal | undefined)[]
  #begunAt = 0
  #isOver = false
  #cancel: Cancel = () => undefined

  constructor(clock: Clock, ms: number, others: readonly (AbortSignal | undefined)[]) {
    this.signal = this.#controller.signal
    this.#clock = clock
    this.#ms = ms
    this.#others = others
    ;(this.signal as Limited)[limit] = this
    const aborted = others.find((other) => other?.aborted === true)
    if (aborted !== undefined) {
      this.#end(aborted.reason)
      return
    }
    this.#begin(ms)
    for (const other of others) other?.addEventListener('abort', this)
  }

  /** One of the others has aborted. */
  handleEvent({ target }: Event): void {
    this.#end((target as AbortSignal).reason)
  }

  clear(): void {
    this.#isOver = true
    this.#cancel()
    for (const other of this.#others) other?.removeEventListener('abort', this)
  }

  ranMs(): number {
    return this.#clock.now() - this.#begunAt
  }

  hold(): GoOn {
    this.#cancel()
    return (leastMs = 0) => {
      if (!this.#isOver) this.#begin(Math.max(this.#ms, leastMs))
    }
  }

  #begin(ms: number): void {
    this.#cancel()
    this.#begunAt = this.#clock.now()
    this.#cancel = this.#clock.after(ms, () => {
      this.#end(new DOMException('It took too long.', 'TimeoutError'))
    })
  }

  #end(reason: unknown): void {
    this.clear()
    this.#controller.abort(reason)
  }
}
