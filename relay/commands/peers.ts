// kadscope peers: who is in the room, as its peers tell it.

import { Command } from 'commander'
import { countOf } from '../../src/event/format.ts'
import type { Peer } from '../../src/world/world.ts'
import {
  withRoomOptions,
  withStyleOptions,
  type CommandFile,
  type RoomOptions,
} from '../cli/command.ts'
import { columns, peerText } from '../cli/names.ts'

/** `kadscope peers` */
export const peersCommand: CommandFile = {
  describe() {
    const command = new Command('peers').description('list the peers of the room')
    return withStyleOptions(withRoomOptions(command))
  },
  async run(command, terminal) {
    const { withPeer } = await import('../cli/with-peer.ts')
    const { hearRoom, othersIn } = await import('../cli/room-view.ts')
    const work = async (session: Parameters<typeof hearRoom>[0]): Promise<void> => {
      terminal.progress('Listening to the room …')
      const peers = othersIn(await hearRoom(session, terminal.signal), session.own)
      if (terminal.json) {
        terminal.print(JSON.stringify(peers.map(factsOf)))
        return
      }
      const { room, k } = session.settings
      terminal.remark(`${countOf(peers.length, 'peer')} in room ${room}, k ${k}`)
      for (const line of columns(peers.map((peer) => rowOf(peer, terminal.colour)))) {
        terminal.print(line)
      }
    }
    await withPeer(command.opts<RoomOptions>(), terminal, work, { hears: true })
  },
}

/** One peer as JSON. */
function factsOf(peer: Peer): object {
  const { peerId, kadId, name, mode, agent, stage, heard, contacts, holds } = peer
  const counts = { contacts: contacts.size, records: holds.size }
  return { peerId, kadId, name, mode, agent, stage, heard, ...counts }
}

function rowOf(peer: Peer, colour: boolean): string[] {
  const { peerId, agent = 'unheard', mode, contacts, holds } = peer
  return [
    peerText(peerId, colour),
    agent,
    mode,
    countOf(contacts.size, 'contact'),
    countOf(holds.size, 'record'),
    peerId,
  ]
}
