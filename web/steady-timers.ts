// Keeps a hidden tab a good peer: its timers come in time, not once a second as browsers would have it.
//
// One person opens six tabs, and five of them are hidden. libp2p sets timers of a few
// milliseconds in the middle of its handshakes, so each step would take up to a second.

import type { TimerRequest } from './timer-worker.ts'

/** Ids of our own timers begin here; browsers count theirs from 1. */
const FIRST_ID = 2 ** 40

/** What the timers work with; tests hand in their own. */
export interface SteadyTimersInit {
  /** The global object whose `setTimeout` and `clearTimeout` are replaced. */
  readonly scope: Pick<typeof globalThis, 'setTimeout' | 'clearTimeout'>
  readonly isHidden: () => boolean
  readonly worker: Pick<Worker, 'postMessage' | 'onmessage'>
}

/**
 * Lets timers that are set while the page is hidden run in a worker. All others are the
 * browser's own. Returns what takes the change back.
 */
export function installSteadyTimers({ scope, isHidden, worker }: SteadyTimersInit): () => void {
  const setNative = scope.setTimeout.bind(scope)
  const clearNative = scope.clearTimeout.bind(scope)
  const pending = new Map<number, () => void>()
  let nextId = FIRST_ID
  const ask = (request: TimerRequest): void => {
    worker.postMessage(request)
  }

  worker.onmessage = ({ data }: MessageEvent<number>) => {
    const run = pending.get(data)
    pending.delete(data)
    run?.()
  }
  const setSteady = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): number => {
    if (!isHidden()) return Number(setNative(run, ms, ...args))
    const id = nextId++
    pending.set(id, () => {
      run(...args)
    })
    ask({ id, ms })
    return id
  }
  const clearSteady = (id?: number): void => {
    if (id === undefined || !pending.delete(id)) clearNative(id)
    else ask({ id })
  }
  scope.setTimeout = setSteady as unknown as typeof setTimeout
  scope.clearTimeout = clearSteady as typeof clearTimeout
  return () => {
    scope.setTimeout = setNative
    scope.clearTimeout = clearNative
  }
}

let installed = false

/** Installs them in this page, once. */
export function keepTime(): void {
  if (installed || typeof Worker !== 'function') return
  installed = true
  installSteadyTimers({
    scope: globalThis,
    isHidden: () => document.visibilityState === 'hidden',
    worker: new Worker(new URL('./timer-worker.ts', import.meta.url), { type: 'module' }),
  })
}
