// An abort signal with a time limit by a given clock, that leaves nothing behind when it is done.
// `AbortSignal.timeout` and `AbortSignal.any` know only real time and keep what listens to them.

import type { Cancel, Clock } from './clock.ts'

/** A signal and how to let go of it. */
export interface LimitedSignal {
  /** Made when it is first asked for: most limits of a Lab's thousands pass without anybody asking. */
  readonly signal: AbortSignal
  /** Whether it has aborted. */
  isOver(): boolean
  /** @throws the reason when it has aborted */
  throwIfOver(): void
  /** Has this called with the reason when it aborts, in place of who was to be called before. */
  onOver(listener: OnOver | undefined): void
  /** Ends the limit and the link to the other signals; to be called when the work is done. */
  clear(): void
  /** How long its time has run, in milliseconds, see `holdLimit`. */
  ranMs(): number
}

/** Hears why a limit is over. */
export type OnOver = (reason: unknown) => void

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
  #controller: AbortController | undefined
  readonly #clock: Clock
  readonly #ms: number
  readonly #others: readonly (AbortSignal | undefined)[]
  #begunAt = 0
  #isCleared = false
  #over: { readonly reason: unknown } | undefined
  #onOver: OnOver | undefined
  #cancel: Cancel = () => undefined

  constructor(clock: Clock, ms: number, others: readonly (AbortSignal | undefined)[]) {
    this.#clock = clock
    this.#ms = ms
    this.#others = others
    const aborted = others.find((other) => other?.aborted === true)
    if (aborted !== undefined) {
      this.#end(aborted.reason)
      return
    }
    this.#begin(ms)
    for (const other of others) other?.addEventListener('abort', this)
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      ;(this.#controller.signal as Limited)[limit] = this
      if (this.#over !== undefined) this.#controller.abort(this.#over.reason)
    }
    return this.#controller.signal
  }

  isOver(): boolean {
    return this.#over !== undefined
  }

  throwIfOver(): void {
    if (this.#over !== undefined) throw this.#over.reason
  }

  onOver(listener: OnOver | undefined): void {
    this.#onOver = listener
  }

  /** One of the others has aborted. */
  handleEvent({ target }: Event): void {
    this.#end((target as AbortSignal).reason)
  }

  clear(): void {
    this.#isCleared = true
    this.#cancel()
    for (const other of this.#others) other?.removeEventListener('abort', this)
  }

  ranMs(): number {
    return this.#clock.now() - this.#begunAt
  }

  hold(): GoOn {
    this.#cancel()
    return (leastMs = 0) => {
      if (!this.#isCleared) this.#begin(Math.max(this.#ms, leastMs))
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
    this.#over = { reason }
    this.#onOver?.(reason)
    this.#controller?.abort(reason)
  }
}
