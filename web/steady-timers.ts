// Keeps a hidden tab a good peer: its timers come in time, not once a second as browsers would have it.
//
// One person opens six tabs, and five of them are hidden. libp2p sets timers of a few
// milliseconds in the middle of its handshakes, so each step would take up to a second.

import type { TimerRequest } from './timer-worker.ts'

/**
 * The worker is made when the page is first hidden, and after so long at the latest, in milliseconds:
 * not while the own peer comes in, for which eight tabs need all the time there is, but before the
 * relay that its code comes from may be gone.
 */
const WORKER_MS = 10_000

/** Ids of our own timers begin here; browsers count theirs from 1. */
const FIRST_ID = 2 ** 40

/** What the timers work with; tests hand in their own. */
export interface SteadyTimersInit {
  /** The global object whose `setTimeout` and `clearTimeout` are replaced. */
  readonly scope: Pick<typeof globalThis, 'setTimeout' | 'clearTimeout'>
  readonly isHidden: () => boolean
  /** Makes the worker; called once. */
  readonly makeWorker: () => Pick<Worker, 'postMessage' | 'onmessage'>
}

/**
 * Lets timers that are set while the page is hidden run in a worker. All others are the
 * browser's own. Returns what takes the change back.
 */
export function installSteadyTimers({ scope, isHidden, makeWorker }: SteadyTimersInit): () => void {
  const setNative = scope.setTimeout.bind(scope)
  const clearNative = scope.clearTimeout.bind(scope)
  const pending = new Map<number, () => void>()
  let nextId = FIRST_ID
  let worker: ReturnType<typeof makeWorker> | undefined
  const theWorker = (): NonNullable<typeof worker> => {
    if (worker === undefined) {
      worker = makeWorker()
      worker.onmessage = ({ data }: MessageEvent<number>) => {
        const run = pending.get(data)
        pending.delete(data)
        run?.()
      }
    }
    return worker
  }
  const ask = (request: TimerRequest): void => {
    theWorker().postMessage(request)
  }
  const warm = setNative(theWorker, WORKER_MS)

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
    clearNative(warm)
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
    makeWorker: () => new Worker(new URL('./timer-worker.ts', import.meta.url), { type: 'module' }),
  })
}
