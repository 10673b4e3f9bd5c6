// A lookup as its own peer tells it, and what the nearest peers say of their copies.

import { KadscopeError } from '../../src/base/errors.ts'
import type { Envelope } from '../../src/event/envelope.ts'
import type { PeerName, RecordKey } from '../../src/kad/kad-id.ts'
import type { DhtPeer } from '../../src/peer/dht-peer.ts'
import { emptyWorld } from '../../src/world/empty-world.ts'
import { fold } from '../../src/world/reduce.ts'
import type { Lookup } from '../../src/world/world.ts'
import type { Inventory } from '../../src/peer/inventory/inventory.ts'
import type { InventoryEntry, InventoryPage } from '../../src/peer/inventory/protocol.ts'

/** The peer did not tell of its lookup. */
class UntoldLookupError extends KadscopeError {
  override name = 'UntoldLookupError'
  constructor() {
    super('The lookup left no trace: report this as a fault of Kadscope.')
  }
}

/** Runs a lookup and returns all that its peer told of it. */
export async function lookUp(peer: DhtPeer, target: string, signal: AbortSignal): Promise<Lookup> {
  const told: Envelope[] = []
  const stop = peer.onEnvelope((envelope) => told.push(envelope))
  try {
    await peer.closest(target, { signal })
  } finally {
    stop()
  }
  const { lookups } = fold(emptyWorld(), told)
  const found = [...lookups.values()].filter(({ background }) => !background).at(-1)
  if (found === undefined) throw new UntoldLookupError()
  return found
}

/** A peer, and what it says of its copy: undefined when it has none or gives no answer. */
export interface Holder {
  readonly peer: PeerName
  readonly copy: InventoryEntry | undefined
}

/** Asks each of `peers` for its copy of `key`, all at once. */
export function askHolders(
  peer: DhtPeer,
  peers: readonly PeerName[],
  key: RecordKey,
  signal: AbortSignal,
): Promise<Holder[]> {
  return Promise.all(
    peers.map(async (holder) => {
      const copy = await copyOn(peer.inventory(holder), key, signal).catch(() => undefined)
      return { peer: holder, copy }
    }),
  )
}

/** What a peer says of its copy. Asked of its list: whoever fetches the copy would count as served. */
async function copyOn(
  inventory: Inventory,
  key: RecordKey,
  signal: AbortSignal,
): Promise<InventoryEntry | undefined> {
  let after: string | undefined = key.slice(0, -1)
  while (after !== undefined && after < key) {
    const page: InventoryPage = await inventory.list({ after, signal })
    const copy = page.entries.find((entry) => entry.key === key)
    if (copy !== undefined) return copy
    after = page.next
  }
  return undefined
}
