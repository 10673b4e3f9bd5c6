// What the peers of a Lab are busy with: records that are put, and lookups at a rate.

import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { LabActions } from './lab-actions.ts'

export interface LoadInit {
  readonly lab: Pick<LabActions, 'peers'>
  readonly clock: Clock
  readonly random: Random
  readonly signal: AbortSignal
}

/** Puts `count` records, `/u/record-0` and so on, each by a random peer. */
export async function putRecords({ lab, random, signal }: LoadInit, count: number): Promise<void> {
  for (let index = 0; index < count && !signal.aborted; index += 1) {
    if (lab.peers.length === 0) return
    const by = random.pick(lab.peers)
    const value = { record: index, number: random.int(1_000_000) }
    // What goes wrong is told as an event, and is what a Lab is for.
    await by.put(value, { key: `/u/record-${index}`, signal }).catch(() => undefined)
  }
}

/** Lets random peers look up random keys, `rate` a second, until the signal aborts. */
export function keepBusy({ lab, clock, random, signal }: LoadInit, rate: number): void {
  if (rate <= 0) return
  const next = (): void => {
    if (signal.aborted) return
    if (lab.peers.length > 0) {
      const key = `/u/lookup-${random.int(2 ** 32)}`
      void random
        .pick(lab.peers)
        .closest(key, { signal })
        .catch(() => undefined)
    }
    const cancel = clock.after(1_000 / rate, next)
    signal.addEventListener('abort', cancel, { once: true })
  }
  next()
}
