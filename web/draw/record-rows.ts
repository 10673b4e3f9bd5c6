// The list of keys: what there is, how large, and whether as many copies as there should be.

import type { StoredRecord, World } from '../../src/world/world.ts'
import { holderTable, type HolderTable } from './holders.ts'

/**
 * `whole`: on all peers that should hold it. `short`: not. `lost`: nobody has it any more.
 * `refused`: somebody sent copies, and nobody took one.
 */
export type RecordState = 'whole' | 'short' | 'lost' | 'refused'

/** One key. */
export interface RecordRow {
  readonly record: StoredRecord
  readonly table: HolderTable
  readonly state: RecordState
  readonly bytes: number
  /** When the last copy expires, in milliseconds on the source's clock; Infinity when unknown. */
  readonly expiresAt: number
}

/** The records that anybody held or refused, the newest first. */
export function recordRows(world: World, k: number): RecordRow[] {
  return [...world.records.values()]
    .filter((record) => record.everHeld || record.rejections.length > 0)
    .map((record) => rowOf(world, record, k))
    .sort((a, b) => b.record.firstSeenAt - a.record.firstSeenAt)
}

/** What a row was made from, and the row: sorting all peers for each record at each frame is dear. */
interface Made {
  readonly wiring: number
  readonly k: number
  readonly row: RecordRow
}

/** By the record, which is the same object until it changes. */
const made = new WeakMap<StoredRecord, Made>()

function rowOf(world: World, record: StoredRecord, k: number): RecordRow {
  const known = made.get(record)
  if (known?.wiring === world.wiring && known.k === k) return known.row
  const row = makeRow(world, record, k)
  made.set(record, { wiring: world.wiring, k, row })
  return row
}

function makeRow(world: World, record: StoredRecord, k: number): RecordRow {
  const table = holderTable(world, record, k)
  const copies = table.rows.flatMap((row) => row.holding ?? [])
  return {
    record,
    table,
    state: stateOf(record, table, copies.length),
    bytes: Math.max(0, ...copies.map((copy) => copy.bytes)),
    expiresAt: Math.max(...copies.map((copy) => copy.expiresAt)),
  }
}

function stateOf(record: StoredRecord, table: HolderTable, copies: number): RecordState {
  if (!record.everHeld) return 'refused'
  if (copies === 0) return 'lost'
  return table.held < table.wanted ? 'short' : 'whole'
}
