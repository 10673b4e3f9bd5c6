// What the peers of a Lab are busy with: records that are put, and lookups at a rate.

import type { Cancel, Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { RecordKey } from '../kad/kad-id.ts'
import type { Writing } from './attack/defend.ts'
import type { LabActions } from './lab-actions.ts'
import type { LabPeer } from './population.ts'

export interface LoadInit {
  readonly lab: Pick<LabActions, 'peers'>
  readonly clock: Clock
  readonly random: Random
  readonly signal: AbortSignal
}

/** A record that was put. */
export interface PutRecord {
  readonly key: RecordKey
  readonly value: object
}

/** Names that a publisher tries when too few holders confirm. */
const NAMES = 8

const USUAL: Writing = { byContent: false, quorum: 'one' }

/**
 * Puts `count` records, each by a random peer, under `/u/record-0` and so on or as `writing` says.
 * Returns for each what was put; undefined where too few holders took it.
 */
export async function putRecords(
  { lab, random, signal }: LoadInit,
  count: number,
  writing: Writing = USUAL,
): Promise<(PutRecord | undefined)[]> {
  const done: (PutRecord | undefined)[] = []
  for (let index = 0; index < count && !signal.aborted; index += 1) {
    if (lab.peers.length === 0) break
    const by = random.pick(lab.peers)
    const value = { record: index, number: random.int(1_000_000) }
    const key = await putUnderSomeName(by, value, `/u/record-${index}`, writing, signal)
    done.push(key === undefined ? undefined : { key, value })
  }
  return done
}

/** Puts a value, under another name as long as too few holders confirm; undefined when all fail. */
async function putUnderSomeName(
  by: LabPeer,
  value: object,
  name: string,
  { byContent, quorum }: Writing,
  signal: AbortSignal,
): Promise<RecordKey | undefined> {
  for (let attempt = 0; attempt < (quorum === 'one' ? 1 : NAMES); attempt += 1) {
    const key = attempt === 0 ? name : `${name}-${attempt}`
    const named = byContent ? { signal } : { key, signal }
    // What goes wrong is told as an event, and is what a Lab is for.
    const put = await by.put(value, { ...named, quorum }).catch(() => undefined)
    if (put !== undefined) return put.key
  }
  return undefined
}

/** Lets random peers look up random keys, `rate` a second, until the signal aborts. */
export function keepBusy({ lab, clock, random, signal }: LoadInit, rate: number): void {
  if (rate <= 0) return
  let cancel: Cancel = () => undefined
  signal.addEventListener(
    'abort',
    () => {
      cancel()
    },
    { once: true },
  )
  const next = (): void => {
    if (signal.aborted) return
    if (lab.peers.length > 0) {
      const key = `/u/lookup-${random.int(2 ** 32)}`
      void random
        .pick(lab.peers)
        .closest(key, { signal })
        .catch(() => undefined)
    }
    cancel = clock.after(1_000 / rate, next)
  }
  next()
}
