// kadscope ls: what one peer holds, asked of the peer itself.

import { Command } from 'commander'
import { countOf, formatBytes } from '../../src/event/format.ts'
import type { Inventory } from '../../src/peer/inventory/inventory.ts'
import type { InventoryEntry } from '../../src/peer/inventory/protocol.ts'
import {
  withRoomOptions,
  withStyleOptions,
  type CommandFile,
  type RoomOptions,
} from '../cli/command.ts'
import { columns, peerText, timeOfDay } from '../cli/names.ts'

/** `kadscope ls PEER` */
export const lsCommand: CommandFile = {
  describe() {
    const command = new Command('ls')
      .description('list the records that a peer holds')
      .argument('<peer>', 'its id, its name, or digits of its kad id')
    return withStyleOptions(withRoomOptions(command))
  },
  async run(command, terminal) {
    const [text = ''] = command.args
    const { askPeer } = await import('../cli/ask-peer.ts')
    await askPeer(text, command.opts<RoomOptions>(), terminal, async (inventory, peer) => {
      const entries = await listAll(inventory, terminal.signal)
      if (terminal.json) {
        terminal.print(JSON.stringify({ peer, entries }))
        return
      }
      terminal.remark(
        `${peerText(peer, terminal.remarkColour)} holds ${countOf(entries.length, 'record')}`,
      )
      for (const line of columns(entries.map((entry) => rowOf(entry, terminal.colour)))) {
        terminal.print(line)
      }
    })
  },
}

/** All pages of a peer's list. */
async function listAll(inventory: Inventory, signal: AbortSignal): Promise<InventoryEntry[]> {
  const all: InventoryEntry[] = []
  let after: string | undefined
  do {
    const page = await inventory.list({ signal, ...(after === undefined ? {} : { after }) })
    all.push(...page.entries)
    after = page.next
  } while (after !== undefined)
  return all
}

function rowOf(entry: InventoryEntry, colour: boolean): string[] {
  const { key, bytes, storedAt, storedBy, served, expiresAt, deleted } = entry
  return [
    deleted ? 'deleted' : formatBytes(bytes),
    `since ${timeOfDay(storedAt)} by ${peerText(storedBy, colour)}`,
    `until ${timeOfDay(expiresAt)}`,
    `served ${countOf(served, 'time')}`,
    key,
  ]
}
