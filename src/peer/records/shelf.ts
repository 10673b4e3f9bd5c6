// What one peer holds: a view on kad-dht's datastore that keeps count, expires and tells.

import { Libp2pRecord } from '@libp2p/record'
import type { Datastore } from 'interface-datastore'
import { Key } from 'interface-datastore/key'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import type { Cancel, Clock } from '../../base/clock.ts'
import type { PeerName, RecordKey } from '../../kad/kad-id.ts'
import { override } from '../override.ts'
import type { Tell } from '../teller.ts'

/** One copy on the shelf. Times are milliseconds on the peer's clock. */
export interface ShelfEntry {
  readonly key: RecordKey
  readonly bytes: number
  readonly storedAt: number
  readonly storedBy: PeerName
  readonly expiresAt: number
  served: number
}

/** The records that a peer holds. */
export interface Shelf {
  /** The datastore to give to kad-dht. */
  readonly datastore: Datastore
  entries(): ShelfEntry[]
  has(key: RecordKey): boolean
  /** Puts a value that has been validated, as the own peer. */
  store(key: RecordKey, value: Uint8Array): Promise<void>
  /** Says who the copy of `key` comes from, for the write that follows; returns what ends that. */
  receiving(key: RecordKey, from: PeerName): () => void
  countServed(key: RecordKey): void
  stop(): void
}

/** How often expired records are looked for, in milliseconds. */
const SWEEP_MS = 1_000

interface ShelfInit {
  datastore: Datastore
  /** kad-dht's datastore prefix, such as `/dht`. */
  prefix: string
  own: PeerName
  expireMs: number
  clock: Clock
  tell: Tell
}

/** Makes the shelf of a peer on top of `init.datastore`. */
export function createShelf(init: ShelfInit): Shelf {
  const { clock, tell } = init
  const root = `${init.prefix}/record/`
  const entries = new Map<RecordKey, ShelfEntry>()
  const senders = new Map<RecordKey, PeerName>()
  let cancelSweep: Cancel = scheduleSweep()

  function scheduleSweep(): Cancel {
    return clock.after(SWEEP_MS, () => {
      const now = clock.now()
      for (const entry of entries.values()) if (entry.expiresAt <= now) expire(entry.key)
      cancelSweep = scheduleSweep()
    })
  }

  function expire(key: RecordKey): void {
    entries.delete(key)
    void init.datastore.delete(datastoreKey(key))
    tell({ kind: 'record.expired', key })
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

  const datastore = override(init.datastore, {
    async put(key, bytes, options) {
      const stored = await init.datastore.put(key, bytes, options)
      const record = recordKeyOf(key)
      if (record === undefined) return stored
      const now = clock.now()
      const entry: ShelfEntry = {
        key: record,
        bytes: Libp2pRecord.deserialize(bytes).value.byteLength,
        storedAt: now,
        storedBy: senders.get(record) ?? init.own,
        expiresAt: now + init.expireMs,
        served: entries.get(record)?.served ?? 0,
      }
      entries.set(record, entry)
      const { bytes: size, storedBy, expiresAt } = entry
      tell({ kind: 'record.stored', key: record, bytes: size, storedBy, expiresAt })
      return stored
    },
  })

  return {
    datastore,
    entries: () => [...entries.values()],
    has: (key) => entries.has(key),
    async store(key, value) {
      const record = new Libp2pRecord(fromString(key), value, new Date())
      await datastore.put(datastoreKey(key), record.serialize().subarray())
    },
    receiving(key, from) {
      senders.set(key, from)
      return () => {
        if (senders.get(key) === from) senders.delete(key)
      }
    },
    countServed(key) {
      const entry = entries.get(key)
      if (entry !== undefined) entry.served++
    },
    stop() {
      cancelSweep()
    },
  }
}
