// In place of mortice, of whose locks libp2p's peer store takes one for each thing that it reads or
// writes: mortice makes a queue and a job for each, and sets two timers to tell nobody that it is idle.

import { AbortError } from '@libp2p/interface'

/** Gives a lock back. */
type Release = () => void

interface LockOptions {
  readonly signal?: AbortSignal | undefined
}

interface Waiting {
  readonly writes: boolean
  enter(release: Release): void
}

/**
 * A lock as mortice's default export makes one: many read or one writes, in the order in which they
 * ask. The peer store makes one for each peer and hands it round itself, so a lock has no name here by
 * which another place would find it.
 */
export default function createMortice(): {
  readLock(options?: LockOptions): Promise<Release>
  writeLock(options?: LockOptions): Promise<Release>
  finalize(): void
} {
  const waiting: Waiting[] = []
  let readers = 0
  let isWritten = false

  const isFreeFor = (writes: boolean): boolean => !isWritten && !(writes && readers > 0)

  function hold(writes: boolean): Release {
    if (writes) isWritten = true
    else readers += 1
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      if (writes) isWritten = false
      else readers -= 1
      letIn()
    }
  }

  function letIn(): void {
    for (let next = waiting[0]; next !== undefined && isFreeFor(next.writes); next = waiting[0]) {
      waiting.shift()
      next.enter(hold(next.writes))
    }
  }

  function lock(writes: boolean, { signal }: LockOptions = {}): Promise<Release> {
    if (signal?.aborted === true) return Promise.reject(new AbortError())
    if (waiting.length === 0 && isFreeFor(writes)) return Promise.resolve(hold(writes))
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        waiting.splice(waiting.indexOf(one), 1)
        reject(new AbortError())
        // Those behind may have waited for this one alone.
        letIn()
      }
      const one = {
        writes,
        enter(release: Release) {
          signal?.removeEventListener('abort', onAbort)
          resolve(release)
        },
      }
      waiting.push(one)
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  return {
    readLock: (options) => lock(false, options),
    writeLock: (options) => lock(true, options),
    finalize() {
      // Nothing outlives it: there is no list of locks.
    },
  }
}
