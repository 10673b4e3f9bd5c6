// Copies of records: who holds what, kept the same in the records and in the peers.

import { kadIdOfKey, type RecordKey } from '../kad/kad-id.ts'
import type { PeerDraft, RecordDraft, WorldDraft } from './draft.ts'
import { RECORDS_KEPT } from './limits.ts'
import type { Holding } from './world.ts'

/** The record of that key, made when it is new; undefined when there is no room. */
export function ensureRecord(
  world: WorldDraft,
  key: RecordKey,
  at: number,
): RecordDraft | undefined {
  const known = world.records.edit(key)
  if (known !== undefined) return known
  if (world.records.size >= RECORDS_KEPT) return undefined
  world.records.add(key, {
    key,
    kadId: kadIdOfKey(key),
    firstSeenAt: at,
    holders: new Map(),
    everHeld: false,
    rejections: [],
  })
  return world.records.edit(key)
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
  record.holders.set(peer.peerId, holding)
  record.everHeld = true
  peer.holds.add(key)
}

/** The copy that a peer holds. */
export function holdingOf(world: WorldDraft, key: RecordKey, peer: PeerDraft): Holding | undefined {
  return world.records.get(key)?.holders.get(peer.peerId)
}

/** A peer gave up its copy on purpose; a record without any copy is then over. */
export function dropHolding(world: WorldDraft, key: RecordKey, peer: PeerDraft): void {
  if (!peer.holds.has(key)) return
  const record = world.records.edit(key)
  peer.holds.delete(key)
  if (record === undefined) return
  record.holders.delete(peer.peerId)
  if (record.holders.size === 0) world.records.delete(key)
}

/** A peer went away with all its copies; a record without any other copy is lost, and stays. */
export function removeAllHoldings(world: WorldDraft, peer: PeerDraft): void {
  for (const key of peer.holds) world.records.edit(key)?.holders.delete(peer.peerId)
  peer.holds.clear()
}
