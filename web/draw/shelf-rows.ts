// The shelf of a peer as a table: its rows in the order that was asked for.

import { compareDistance } from '../../src/kad/metric.ts'
import { kadIdOfKey, kadIdOfPeer, type PeerName } from '../../src/kad/kad-id.ts'
import type { InventoryEntry } from '../../src/peer/inventory/protocol.ts'

/** The columns by which a shelf can be sorted. */
export const SHELF_COLUMNS = [
  { value: 'key', label: 'Key', hint: 'By key' },
  { value: 'distance', label: 'Near', hint: 'Nearest to the peer’s own id first' },
  { value: 'bytes', label: 'Bytes', hint: 'Largest first' },
  { value: 'storedAt', label: 'Stored', hint: 'Latest first' },
  { value: 'served', label: 'Served', hint: 'Most often handed out first' },
  { value: 'expiresAt', label: 'Expires', hint: 'Next to expire first' },
] as const

/** One of the columns. */
export type ShelfColumn = (typeof SHELF_COLUMNS)[number]['value']

/** The entries in the order of a column; equal ones by key. */
export function sortShelf(
  peer: PeerName,
  entries: readonly InventoryEntry[],
  column: ShelfColumn,
): InventoryEntry[] {
  const own = kadIdOfPeer(peer)
  const compare = (a: InventoryEntry, b: InventoryEntry): number => {
    switch (column) {
      case 'key':
        return 0
      case 'distance':
        return compareDistance(own, kadIdOfKey(a.key), kadIdOfKey(b.key))
      case 'bytes':
      case 'storedAt':
      case 'served':
        return b[column] - a[column]
      case 'expiresAt':
        return a.expiresAt - b.expiresAt
    }
  }
  return [...entries].sort((a, b) => compare(a, b) || (a.key < b.key ? -1 : 1))
}
