// An abort signal with a time limit by a given clock, that leaves nothing behind when it is done.
// `AbortSignal.timeout` and `AbortSignal.any` know only real time and keep what listens to them.

import type { Clock } from './clock.ts'

/** A signal and how to let go of it. */
export interface LimitedSignal {
  readonly signal: AbortSignal
  /** Ends the limit and the link to the other signals; to be called when the work is done. */
  clear(): void
  /** How long its time has run, in milliseconds, see `holdLimit`. */
  ranMs(): number
}

/** Stops the limit of a signal; returns what begins it anew. */
type Hold = () => GoOn

/** Begins a limit anew, with so many milliseconds at least. @default as many as before */
export type GoOn = (leastMs?: number) => void

const holds = new WeakMap<AbortSignal, Hold>()

/** A signal that aborts with the first of `others`, or with a `TimeoutError` after `ms` milliseconds. */
export function limitedSignal(
  clock: Clock,
  ms: number,
  ...others: readonly (AbortSignal | undefined)[]
): LimitedSignal {
  const controller = new AbortController()
  let begunAt = clock.now()
  let isOver = false
  let cancel = begin(ms)

  function begin(limitMs: number): () => void {
    begunAt = clock.now()
    return clock.after(limitMs, () => {
      clear()
      controller.abort(new DOMException('It took too long.', 'TimeoutError'))
    })
  }
  const onAbort = (event: Event): void => {
    clear()
    controller.abort((event.target as AbortSignal).reason)
  }
  function clear(): void {
    isOver = true
    cancel()
    for (const other of others) other?.removeEventListener('abort', onAbort)
  }
  for (const other of others) other?.addEventListener('abort', onAbort)
  const aborted = others.find((other) => other?.aborted === true)
  if (aborted !== undefined) {
    clear()
    controller.abort(aborted.reason)
  }
  holds.set(controller.signal, () => {
    cancel()
    return (leastMs = 0) => {
      if (!isOver) cancel = begin(Math.max(ms, leastMs))
    }
  })
  return { signal: controller.signal, clear, ranMs: () => clock.now() - begunAt }
}

/**
 * Stops the time limit of a signal that `limitedSignal` made, until what is returned is called:
 * then all its time begins anew. For waiting that has a limit of its own. Other signals are
 * left alone.
 */
export function holdLimit(signal: AbortSignal | undefined): GoOn {
  const hold = signal === undefined ? undefined : holds.get(signal)
  return hold === undefined ? () => undefined : hold()
}
