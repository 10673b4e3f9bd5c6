// An abort signal with a time limit by a given clock, that leaves nothing behind when it is done.
// `AbortSignal.timeout` and `AbortSignal.any` know only real time and keep what listens to them.

import type { Clock } from './clock.ts'

/** A signal and how to let go of it. */
export interface LimitedSignal {
  readonly signal: AbortSignal
  /** Ends the limit and the link to the other signals; to be called when the work is done. */
  clear(): void
}

/** A signal that aborts with the first of `others`, or with a `TimeoutError` after `ms` milliseconds. */
export function limitedSignal(
  clock: Clock,
  ms: number,
  ...others: readonly (AbortSignal | undefined)[]
): LimitedSignal {
  const controller = new AbortController()
  const cancel = clock.after(ms, () => {
    clear()
    controller.abort(new DOMException('It took too long.', 'TimeoutError'))
  })
  const onAbort = (event: Event): void => {
    clear()
    controller.abort((event.target as AbortSignal).reason)
  }
  function clear(): void {
    cancel()
    for (const other of others) other?.removeEventListener('abort', onAbort)
  }
  for (const other of others) other?.addEventListener('abort', onAbort)
  const aborted = others.find((other) => other?.aborted === true)
  if (aborted !== undefined) {
    clear()
    controller.abort(aborted.reason)
  }
  return { signal: controller.signal, clear }
}
