// Reads the whole shelf of a peer, page by page.

import type { Inventory } from './inventory.ts'
import type { InventoryEntry, InventoryStats } from './protocol.ts'

/** All that a peer says of its shelf. */
export interface ShelfReading {
  readonly stats: InventoryStats
  /** By key; tombstones too. */
  readonly entries: readonly InventoryEntry[]
}

/** A peer that never comes to its last page is not read any further. */
const MOST_PAGES = 50

/** Asks for everything. @throws as Inventory */
export async function readShelf(
  inventory: Inventory,
  options: { readonly signal?: AbortSignal } = {},
): Promise<ShelfReading> {
  const stats = await inventory.stats(options)
  const entries: InventoryEntry[] = []
  let after: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const from = after === undefined ? {} : { after }
    const { entries: some, next } = await inventory.list({ ...options, ...from })
    entries.push(...some)
    if (next === undefined) break
    after = next
  }
  return { stats, entries }
}
