// kadscope ls: what one peer holds, asked of the peer itself.

import { countOf, formatBytes } from '../../src/event/format.ts'
import type { InventoryEntry } from '../../src/peer/inventory/protocol.ts'
import { columns, peerText, timeOfDay } from '../cli/names.ts'
import { peerCommand } from '../cli/peer-command.ts'

/** `kadscope ls PEER` */
export const lsCommand = peerCommand(
  'ls',
  'list the records that a peer holds',
  async (inventory, peer, terminal) => {
    const { readShelf } = await import('../../src/peer/inventory/read-shelf.ts')
    const { entries } = await readShelf(inventory, { signal: terminal.signal })
    if (terminal.json) {
      terminal.print(JSON.stringify({ peer, entries }))
      return
    }
    const name = peerText(peer, terminal.remarkColour)
    terminal.remark(`${name} holds ${countOf(entries.length, 'record')}`)
    for (const line of columns(entries.map((entry) => rowOf(entry, terminal.colour)))) {
      terminal.print(line)
    }
  },
)

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
