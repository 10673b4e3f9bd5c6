// The clock that everything with time in it is given: real in the product, by hand in tests.

/** Cancels what it was given for; calling it twice is harmless. */
export type Cancel = () => void

/** A source of time. All times and delays are milliseconds. */
export interface Clock {
  /** Milliseconds since the epoch, or since the start of a virtual clock. */
  now(): number
  /** Runs `run` once, `ms` from now, unless cancelled. */
  after(ms: number, run: () => void): Cancel
}

/** The machine's own clock. */
export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => {
      clearTimeout(timer)
    }
  },
}

/** Resolves `ms` from now on `clock`; rejects with the signal's reason when that aborts first. */
export function delay(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(toError(signal.reason))
      return
    }
    const onAbort = (): void => {
      cancel()
      reject(toError(signal?.reason))
    }
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    })
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
