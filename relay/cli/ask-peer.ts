// Asks one peer of the room about what it holds, over the inventory protocol.

import { isPeerName, type PeerName } from '../../src/kad/kad-id.ts'
import type { Inventory } from '../../src/peer/inventory/inventory.ts'
import type { RoomOptions } from './command.ts'
import { findPeer } from './room-view.ts'
import type { Terminal } from './terminal.ts'
import { withPeer } from './with-peer.ts'

/**
 * Finds the peer that is meant and runs `ask` with its inventory.
 *
 * @throws PeerNotFoundError, AmbiguousPeerError, InventoryUnavailableError, and what joining throws
 */
export async function askPeer(
  text: string,
  options: RoomOptions,
  terminal: Terminal,
  ask: (inventory: Inventory, peer: PeerName) => Promise<void>,
): Promise<void> {
  await withPeer(
    options,
    terminal,
    async (session) => {
      terminal.progress(`Looking for ${text} …`)
      const peer = await findPeer(text, session, terminal.signal)
      await ask(session.peer.inventory(peer), peer)
    },
    { hears: !isPeerName(text) },
  )
}
