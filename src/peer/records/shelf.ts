// What one peer holds: a view on kad-dht's datastore that keeps count, expires, stays bounded and tells.

import { Libp2pRecord } from '@libp2p/record'
import type { Datastore } from 'interface-datastore'
import { Key } from 'interface-datastore/key'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import type { Cancel, Clock } from '../../base/clock.ts'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../../kad/kad-id.ts'
import { compareDistance } from '../../kad/metric.ts'
import { StaleRecordError } from '../errors.ts'
import { override } from '../override.ts'
import type { Tell } from '../teller.ts'

/** One copy on the shelf. Times are milliseconds on the peer's clock. */
export interface ShelfEntry {
  readonly key: RecordKey
  readonly bytes: number
  readonly storedAt: number
  readonly storedBy: PeerName
  /** When it was published first; republishing does not change it. */
  readonly publishedAt: number
  readonly expiresAt: number
  served: number
}

/** Where a copy that is about to be stored comes from. */
export interface Origin {
  readonly from: PeerName
  /** As the sender says; undefined when it says nothing. */
  readonly publishedAt: number | undefined
}

/** The records that a peer holds. */
export interface Shelf {
  /** The datastore to give to kad-dht. */
  readonly datastore: Datastore
  entries(): ShelfEntry[]
  entry(key: RecordKey): ShelfEntry | undefined
  /** The bytes of a value; undefined when it is not held. */
  value(key: RecordKey): Promise<Uint8Array | undefined>
  /**
   * Puts a value that has been validated, as the own peer.
   *
   * @throws StaleRecordError when a later one is held
   */
  store(key: RecordKey, value: Uint8Array, publishedAt: number): Promise<void>
  /** Says where the copy of `key` comes from, for the write that follows; returns what ends that. */
  receiving(key: RecordKey, origin: Origin): () => void
  /** Lets a copy go and says why. */
  drop(key: RecordKey, reason: 'handed-over' | 'full'): void
  countServed(key: RecordKey): void
  stop(): void
}

/** How often expired records are looked for, in milliseconds. */
const SWEEP_MS = 1_000

/** The most copies and bytes of one peer; those farthest from its own id go first. */
const MOST_ENTRIES = 2_000
const MOST_BYTES = 32 * 1024 * 1024

interface ShelfInit {
  datastore: Datastore
  /** kad-dht's datastore prefix, such as `/dht`. */
  prefix: string
  own: PeerName
  expireMs: number
  clock: Clock
  tell: Tell
  /** @default 2,000 */
  mostEntries?: number
}

/** Makes the shelf of a peer on top of `init.datastore`. */
export function createShelf(init: ShelfInit): Shelf {
  const { clock, tell, mostEntries = MOST_ENTRIES } = init
  const root = `${init.prefix}/record/`
  const entries = new Map<RecordKey, ShelfEntry>()
  const origins = new Map<RecordKey, Origin>()
  let total = 0
  let cancelSweep: Cancel = scheduleSweep()

  function scheduleSweep(): Cancel {
    return clock.after(SWEEP_MS, () => {
      const now = clock.now()
      for (const { key, expiresAt } of entries.values()) {
        if (expiresAt > now) continue
        remove(key)
        tell({ kind: 'record.expired', key })
      }
      cancelSweep = scheduleSweep()
    })
  }

  function remove(key: RecordKey): void {
    total -= entries.get(key)?.bytes ?? 0
    entries.delete(key)
    void init.datastore.delete(datastoreKey(key))
  }

  function drop(key: RecordKey, reason: 'handed-over' | 'full'): void {
    if (!entries.has(key)) return
    remove(key)
    tell({ kind: 'record.deleted', key, by: init.own, reason })
  }

  function datastoreKey(key: RecordKey): Key {
    return new Key(root + toString(fromString(key), 'base32'), false)
  }

  /** The record's key, when `key` is one of kad-dht's records. */
  function recordKeyOf(key: Key): RecordKey | undefined {
    const path = key.toString()
    if (!path.startsWith(root)) return undefined
    return toString(fromString(path.slice(root.length), 'base32')) as RecordKey
  }

  /** The time of publication that a copy is kept under: never in the future, never set back. */
  function publicationOf(key: RecordKey, sent: number | undefined, sameValue: boolean): number {
    const now = clock.now()
    const claimed = Math.min(now, sent ?? now)
    const known = entries.get(key)?.publishedAt
    if (known === undefined) return claimed
    if (!sameValue && claimed < known) throw new StaleRecordError(key)
    return Math.max(claimed, known)
  }

  async function isSame(key: RecordKey, value: Uint8Array): Promise<boolean> {
    if (!entries.has(key)) return false
    const held = Libp2pRecord.deserialize(await init.datastore.get(datastoreKey(key))).value
    return held.length === value.length && held.every((byte, at) => byte === value[at])
  }

  function makeRoom(): void {
    if (entries.size <= mostEntries && total <= MOST_BYTES) return
    const own = kadIdOfPeer(init.own)
    const ids = new Map([...entries.keys()].map((key) => [key, kadIdOfKey(key)]))
    const farthest = [...ids].sort(([, a], [, b]) => compareDistance(own, b, a))
    for (const [key] of farthest) {
      if (entries.size <= mostEntries && total <= MOST_BYTES) return
      drop(key, 'full')
    }
  }

  const datastore = override(init.datastore, {
    async put(key, bytes, options) {
      const record = recordKeyOf(key)
      if (record === undefined) return init.datastore.put(key, bytes, options)
      const { value } = Libp2pRecord.deserialize(bytes)
      const origin = origins.get(record)
      const same = await isSame(record, value)
      const publishedAt = publicationOf(record, origin?.publishedAt, same)
      const stored = await init.datastore.put(key, bytes, options)
      total += value.byteLength - (entries.get(record)?.bytes ?? 0)
      const entry: ShelfEntry = {
        key: record,
        bytes: value.byteLength,
        storedAt: clock.now(),
        storedBy: origin?.from ?? init.own,
        publishedAt,
        expiresAt: publishedAt + init.expireMs,
        served: entries.get(record)?.served ?? 0,
      }
      entries.set(record, entry)
      const { bytes: size, storedBy, expiresAt } = entry
      tell({ kind: 'record.stored', key: record, bytes: size, storedBy, expiresAt })
      makeRoom()
      return stored
    },
  })

  return {
    datastore,
    entries: () => [...entries.values()],
    entry: (key) => entries.get(key),
    async value(key) {
      if (!entries.has(key)) return undefined
      return Libp2pRecord.deserialize(await init.datastore.get(datastoreKey(key))).value
    },
    async store(key, value, publishedAt) {
      const done = this.receiving(key, { from: init.own, publishedAt })
      try {
        const record = new Libp2pRecord(fromString(key), value, new Date(clock.now()))
        await datastore.put(datastoreKey(key), record.serialize().subarray())
      } finally {
        done()
      }
    },
    receiving(key, origin) {
      origins.set(key, origin)
      return () => {
        if (origins.get(key) === origin) origins.delete(key)
      }
    },
    drop,
    countServed(key) {
      const entry = entries.get(key)
      if (entry !== undefined) entry.served++
    },
    stop() {
      cancelSweep()
    },
  }
}
