// What one peer holds: a view on kad-dht's datastore that keeps count, expires, stays bounded and tells.

import { Libp2pRecord } from '@libp2p/record'
import type { Datastore } from 'interface-datastore'
import { Key } from 'interface-datastore/key'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import type { Cancel, Clock } from '../../base/clock.ts'
import type { PeerName, RecordKey } from '../../kad/kad-id.ts'
import { parseRecordKey } from '../../kad/record-key.ts'
import { NotStoringError } from '../errors.ts'
import { override } from '../override.ts'
import type { Tell } from '../teller.ts'
import { admit, type CopyFacts } from './admission.ts'
import { createArrivals, type Origin } from './arrivals.ts'
import { MOST_BYTES, MOST_ENTRIES, roomFor, type Limits } from './bounds.ts'

/** One copy on the shelf. Times are milliseconds on the peer's clock. */
export interface ShelfEntry extends CopyFacts {
  readonly key: RecordKey
  readonly bytes: number
  readonly storedAt: number
  readonly storedBy: PeerName
  readonly expiresAt: number
  served: number
  lastServedAt: number | undefined
}

/** What a shelf has seen since it was made. */
export interface ShelfCounts {
  stored: number
  served: number
  refused: number
  expired: number
}

/** Hears that a copy came in; `isNew` when none of its key was held. */
type ArrivalListener = (key: RecordKey, isNew: boolean) => void

/** The records that a peer holds. */
export interface Shelf {
  /** The datastore to give to kad-dht. */
  readonly datastore: Datastore
  readonly counts: Readonly<ShelfCounts>
  readonly limits: Limits
  /** All copies, tombstones too. */
  entries(): ShelfEntry[]
  entry(key: RecordKey): ShelfEntry | undefined
  /** The bytes of a value; undefined when it is not held. */
  value(key: RecordKey): Promise<Uint8Array | undefined>
  /**
   * Keeps a value that has been validated.
   *
   * @param from who sent it; @default the own peer
   * @throws NotStoringError, ShelfFullError, SequenceError, StaleRecordError, RecordExpiredError
   */
  store(key: RecordKey, value: Uint8Array, publishedAt: number, from?: PeerName): Promise<void>
  /** Says where the copy of `key` comes from, for the write that follows; returns what ends that. */
  receiving(key: RecordKey, origin: Origin): () => void
  /** Hears of each copy that comes in, and whether it is the first of its key. Returns what stops it. */
  onArrival(listener: ArrivalListener): () => void
  /** Lets a copy go and says why. */
  drop(key: RecordKey, reason: 'handed-over' | 'full'): void
  /** Counts that a copy was handed out; false when it is a tombstone. */
  countServed(key: RecordKey): boolean
  countRefused(): void
  stop(): void
}

/** How often expired records are looked for, in milliseconds. */
const SWEEP_MS = 1_000

export interface ShelfInit {
  readonly datastore: Datastore
  /** kad-dht's datastore prefix, such as `/dht`. */
  readonly prefix: string
  readonly own: PeerName
  /** How long a copy lives here after it was published, in milliseconds. */
  readonly lifeMs: (key: RecordKey) => number
  readonly clock: Clock
  readonly tell: Tell
  /** Whether copies are taken in. @default always */
  readonly keeps?: () => boolean
  /** @default 2,000 copies and 32 MiB */
  readonly limits?: Limits
}

/** Makes the shelf of a peer on top of `init.datastore`. */
export function createShelf(init: ShelfInit): Shelf {
  const { clock, tell, keeps = () => true } = init
  const limits = init.limits ?? { entries: MOST_ENTRIES, bytes: MOST_BYTES }
  const root = `${init.prefix}/record/`
  const entries = new Map<RecordKey, ShelfEntry>()
  const arrivals = createArrivals()
  const listeners = new Set<ArrivalListener>()
  const counts: ShelfCounts = { stored: 0, served: 0, refused: 0, expired: 0 }
  let cancelSweep: Cancel = scheduleSweep()

  function scheduleSweep(): Cancel {
    return clock.after(SWEEP_MS, () => {
      const now = clock.now()
      for (const { key, expiresAt } of entries.values()) if (expiresAt <= now) expire(key)
      cancelSweep = scheduleSweep()
    })
  }

  function expire(key: RecordKey): void {
    remove(key)
    counts.expired++
    tell({ kind: 'record.expired', key })
  }

  function remove(key: RecordKey): void {
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

  /** Decides in one turn, so that of two copies that come at once each sees the other. */
  async function keep(key: RecordKey, value: Uint8Array, origin: Origin): Promise<void> {
    parseRecordKey(key)
    if (!keeps()) throw new NotStoringError()
    const now = clock.now()
    const held = entries.get(key)
    const lifeMs = init.lifeMs(key)
    const facts = admit({ key, value, publishedAt: origin.publishedAt, now, lifeMs }, held)
    for (const victim of roomFor({ key, bytes: value.byteLength }, entries, init.own, limits)) {
      drop(victim, 'full')
    }
    const entry: ShelfEntry = {
      ...facts,
      key,
      bytes: value.byteLength,
      storedAt: now,
      storedBy: origin.from,
      expiresAt: facts.publishedAt + lifeMs,
      served: held?.served ?? 0,
      lastServedAt: held?.lastServedAt,
    }
    entries.set(key, entry)
    const record = new Libp2pRecord(fromString(key), value, new Date(facts.publishedAt))
    try {
      await init.datastore.put(datastoreKey(key), record.serialize().subarray())
    } catch (thrown) {
      // Nothing is half stored: what cannot be written is not held.
      if (entries.get(key) === entry) takeBack(key, held)
      throw thrown
    }
    // It had to make room while it was written, and that was told.
    if (!entries.has(key)) {
      await init.datastore.delete(datastoreKey(key))
      return
    }
    counts.stored++
    tellStored(entry, held)
    for (const listener of listeners) listener(key, held === undefined)
  }

  function takeBack(key: RecordKey, held: ShelfEntry | undefined): void {
    if (held === undefined) entries.delete(key)
    else entries.set(key, held)
  }

  function tellStored(entry: ShelfEntry, held: ShelfEntry | undefined): void {
    const { key, bytes, storedBy, expiresAt, sequence, hash, publisher = storedBy } = entry
    if (entry.deleted) {
      if (held?.deleted !== true) tell({ kind: 'record.deleted', key, by: publisher })
      return
    }
    const version = { hash: hash.slice(0, 8), ...(sequence === undefined ? {} : { sequence }) }
    tell({ kind: 'record.stored', key, bytes, storedBy, expiresAt, ...version })
  }

  const datastore = override(init.datastore, {
    async put(key, bytes, options) {
      const record = recordKeyOf(key)
      if (record === undefined) return init.datastore.put(key, bytes, options)
      const { value } = Libp2pRecord.deserialize(bytes)
      await keep(record, value, arrivals.originOf(record, value))
      return key
    },
    async delete(key, options) {
      const record = recordKeyOf(key)
      // kad-dht finds it too old to be served.
      if (record !== undefined && entries.has(record)) expire(record)
      else await init.datastore.delete(key, options)
    },
  })

  return {
    datastore,
    counts,
    limits,
    entries: () => [...entries.values()],
    entry: (key) => entries.get(key),
    async value(key) {
      if (!entries.has(key)) return undefined
      return Libp2pRecord.deserialize(await init.datastore.get(datastoreKey(key))).value
    },
    store: (key, value, publishedAt, from = init.own) =>
      keep(key, value, { from, value, publishedAt }),
    receiving: (key, origin) => arrivals.expect(key, origin),
    onArrival(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    drop,
    countServed(key) {
      const entry = entries.get(key)
      if (entry === undefined || entry.deleted) return false
      entry.served++
      entry.lastServedAt = clock.now()
      counts.served++
      return true
    },
    countRefused() {
      counts.refused++
    },
    stop() {
      cancelSweep()
    },
  }
}
