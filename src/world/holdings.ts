// Copies of records: who holds what, kept the same in the records and in the peers.

import { kadIdOfKey, type RecordKey } from '../kad/kad-id.ts'
import {
  addRecord,
  editRecord,
  removeRecord,
  type PeerDraft,
  type RecordDraft,
  type WorldDraft,
} from './draft.ts'
import { RECORDS_KEPT } from './limits.ts'
import { VersionMap } from './version-map.ts'
import type { Holding } from './world.ts'

/** The record of that key, made when it is new; undefined when there is no room. */
export function ensureRecord(
  world: WorldDraft,
  key: RecordKey,
  at: number,
): RecordDraft | undefined {
  const known = editRecord(world, key)
  if (known !== undefined) return known
  if (world.records.size >= RECORDS_KEPT) return undefined
  return addRecord(world, {
    key,
    kadId: kadIdOfKey(key),
    firstSeenAt: at,
    holders: new VersionMap(),
    everHeld: false,
    rejections: [],
  })
}

/** Notes that a peer holds a copy; what is known of an older copy at the same peer goes. */
export function setHolding(
  world: WorldDraft,
  key: RecordKey,
  peer: PeerDraft,
  holding: Holding,
): void {
  const record = ensureRecord(world, key, holding.storedAt)
  if (record === undefined) return
  record.holders = record.holders.with(peer.peerId, holding, world.edit)
  record.everHeld = true
  peer.holds = peer.holds.with(key, key, world.edit)
}

/** The copy that a peer holds. */
export function holdingOf(world: WorldDraft, key: RecordKey, peer: PeerDraft): Holding | undefined {
  return world.records.get(key)?.holders.get(peer.peerId)
}

/** A peer gave up its copy on purpose; a record without any copy is then over. */
export function dropHolding(world: WorldDraft, key: RecordKey, peer: PeerDraft): void {
  if (!peer.holds.has(key)) return
  const record = editRecord(world, key)
  peer.holds = peer.holds.without(key, world.edit)
  if (record === undefined) return
  record.holders = record.holders.without(peer.peerId, world.edit)
  if (record.holders.size === 0) removeRecord(world, key)
}

/** A peer went away with all its copies; a record without any other copy is lost, and stays. */
export function removeAllHoldings(world: WorldDraft, peer: PeerDraft): void {
  for (const key of peer.holds.keys()) {
    const record = editRecord(world, key)
    if (record === undefined) continue
    record.holders = record.holders.without(peer.peerId, world.edit)
  }
  if (peer.holds.size > 0) peer.holds = new VersionMap()
}
