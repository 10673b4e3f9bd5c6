// Answers a request about the own shelf.

import type { Clock } from '../../base/clock.ts'
import type { Mode } from '../../event/schema.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import { parseRecordKey } from '../../kad/record-key.ts'
import { InvalidSignatureError, NotPublisherError, RecordNotFoundError } from '../errors.ts'
import { isSignedKey, validateRecord } from '../records/namespaces.ts'
import type { Holding } from '../records/results.ts'
import type { Shelf, ShelfEntry } from '../records/shelf.ts'
import { readSigned } from '../records/signed-value.ts'
import type { Tell } from '../teller.ts'
import {
  fromBase64,
  PAGE,
  toBase64,
  type InventoryEntry,
  type InventoryPage,
  type InventoryRequest,
  type InventoryStats,
  type ResultOf,
} from './protocol.ts'

/** What the answers come from. */
export interface InventorySource {
  readonly own: PeerName
  readonly shelf: Shelf
  readonly clock: Clock
  readonly tell: Tell
  readonly maxValueBytes: number
  /** Milliseconds on the clock. */
  readonly startedAt: number
  readonly mode: () => Mode
}

/**
 * Does what is asked.
 *
 * @throws what the shelf and the validators throw, RecordNotFoundError, NotPublisherError
 */
export async function answerRequest(
  source: InventorySource,
  asker: PeerName,
  request: InventoryRequest,
): Promise<ResultOf<InventoryRequest['type']>> {
  switch (request.type) {
    case 'LIST':
      return pageOf(source.shelf, request.after, request.limit)
    case 'STATS':
      return statsOf(source)
    case 'GET':
      return valueOf(source, asker, request.key)
    case 'STORE':
      return keep(source, asker, request)
    case 'DELETE':
      assertTombstone(source.shelf, request)
      await keep(source, asker, request)
      return null
  }
}

/** An entry as others see it. */
export function entryOf(entry: ShelfEntry): InventoryEntry {
  return { ...holdingOf(entry), deleted: entry.deleted }
}

/** A copy that is no tombstone. */
export function holdingOf(entry: ShelfEntry): Holding {
  const { key, bytes, storedAt, storedBy, publishedAt, expiresAt, served } = entry
  const { lastServedAt, publisher, sequence, hash } = entry
  return {
    key,
    bytes,
    storedAt,
    storedBy,
    publishedAt,
    expiresAt,
    served,
    ...(lastServedAt === undefined ? {} : { lastServedAt }),
    ...(publisher === undefined ? {} : { publisher }),
    ...(sequence === undefined ? {} : { sequence }),
    hash: hash.slice(0, 8),
  }
}

function pageOf(shelf: Shelf, after = '', limit = PAGE): InventoryPage {
  const entries = shelf
    .entries()
    .filter(({ key }) => key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  const page = entries.slice(0, limit).map(entryOf)
  const last = page.at(-1)
  return entries.length > limit && last !== undefined
    ? { entries: page, next: last.key }
    : { entries: page }
}

function statsOf({ own, shelf, clock, startedAt, mode }: InventorySource): InventoryStats {
  const entries = shelf.entries()
  return {
    peer: own,
    mode: mode(),
    uptimeMs: clock.now() - startedAt,
    records: entries.length,
    bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
    ...shelf.counts,
    mostRecords: shelf.limits.entries,
    mostBytes: shelf.limits.bytes,
  }
}

async function valueOf(
  { shelf, tell }: InventorySource,
  asker: PeerName,
  key: InventoryEntry['key'],
): Promise<ResultOf<'GET'>> {
  const value = await shelf.value(key)
  const entry = shelf.entry(key)
  if (value === undefined || entry === undefined) throw new RecordNotFoundError(key)
  const bytes = value.byteLength
  if (shelf.countServed(key)) tell({ kind: 'record.served', key, to: asker, bytes })
  return { value: toBase64(value), entry: entryOf(entry) }
}

async function keep(
  { shelf, clock, tell, maxValueBytes }: InventorySource,
  asker: PeerName,
  { key, value }: Extract<InventoryRequest, { value: string }>,
): Promise<InventoryEntry> {
  try {
    const bytes = fromBase64(value)
    await validateRecord(key, bytes, maxValueBytes)
    await shelf.store(key, bytes, clock.now(), asker)
  } catch (thrown) {
    shelf.countRefused()
    const reason = thrown instanceof Error ? thrown.name : 'Error'
    tell({ kind: 'record.rejected', key, from: asker, reason })
    throw thrown
  }
  const entry = shelf.entry(key)
  if (entry === undefined) throw new RecordNotFoundError(key)
  return entryOf(entry)
}

function assertTombstone(
  shelf: Shelf,
  { key, value }: Extract<InventoryRequest, { value: string }>,
): void {
  if (!isSignedKey(parseRecordKey(key))) throw new NotPublisherError(key)
  if (shelf.entry(key) === undefined) throw new RecordNotFoundError(key)
  if (!readSigned(fromBase64(value)).deleted) {
    throw new InvalidSignatureError('A deletion needs a tombstone that the publisher signed.')
  }
}
