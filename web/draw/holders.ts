// Who should hold a record beside who does: the k closest by brute force against the copies there are.

import { commonPrefixLength } from '../../src/kad/metric.ts'
import { closestLive, holdersOf } from '../../src/world/selectors.ts'
import type { Holding, Peer, StoredRecord, World } from '../../src/world/world.ts'

/** `held`: should and does. `missing`: should and doesn't. `extra`: does and shouldn't. */
export type HolderState = 'held' | 'missing' | 'extra'

/** One peer of a record's picture. */
export interface HolderRow {
  readonly peer: Peer
  /** Its place by distance from the key, 1 for the nearest of all live peers. */
  readonly rank: number
  /** Leading bits that it shares with the key. */
  readonly sharedBits: number
  readonly state: HolderState
  readonly holding: Holding | undefined
}

/** A record's picture: the rows, nearest first, and whether copies are missing. */
export interface HolderTable {
  readonly rows: readonly HolderRow[]
  readonly held: number
  readonly wanted: number
}

/**
 * Compares the copies of a record with the `k` live servers nearest to its key, out of all peers
 * that are known.
 */
export function holderTable(world: World, record: StoredRecord, k: number): HolderTable {
  const { held, missing, surplus } = holdersOf(world, record.key, k)
  const order = closestLive(world, record.kadId, Infinity)
  const rows = [
    ...held.map((peer) => ({ peer, state: 'held' as const })),
    ...missing.map((peer) => ({ peer, state: 'missing' as const })),
    ...surplus.map((peer) => ({ peer, state: 'extra' as const })),
  ]
  return {
    rows: rows
      .map(({ peer, state }) => ({
        peer,
        state,
        rank: order.indexOf(peer) + 1,
        sharedBits: commonPrefixLength(peer.kadId, record.kadId),
        holding: record.holders.get(peer.peerId),
      }))
      .sort((a, b) => a.rank - b.rank),
    held: held.length,
    wanted: held.length + missing.length,
  }
}

/** The state of a holder in words. */
export const HOLDER_WORDS: Readonly<Record<HolderState, string>> = {
  held: 'should hold it and does',
  missing: 'should hold it and does not',
  extra: 'holds it and need not',
}
