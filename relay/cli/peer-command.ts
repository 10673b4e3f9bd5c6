// A command about one peer of the room, which is asked for what it holds or does.

import { Command } from 'commander'
import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Inventory } from '../../src/peer/inventory/inventory.ts'
import { withRoomOptions, withStyleOptions, type CommandFile, type RoomOptions } from './command.ts'
import type { Terminal } from './terminal.ts'

/** Makes `kadscope NAME PEER`, which runs `tell` with the inventory of the peer that is meant. */
export function peerCommand(
  name: string,
  description: string,
  tell: (inventory: Inventory, peer: PeerName, terminal: Terminal) => Promise<void>,
): CommandFile {
  return {
    describe() {
      const command = new Command(name)
        .description(description)
        .argument('<peer>', 'its id, its name, or digits of its kad id')
      return withStyleOptions(withRoomOptions(command))
    },
    async run(command, terminal) {
      const [text = ''] = command.args
      const { askPeer } = await import('./ask-peer.ts')
      await askPeer(text, command.opts<RoomOptions>(), terminal, (inventory, peer) =>
        tell(inventory, peer, terminal),
      )
    },
  }
}
