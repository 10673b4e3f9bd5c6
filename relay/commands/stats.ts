// kadscope stats: what one peer says of its own work.

import { Command } from 'commander'
import { countOf, formatBytes, formatCount, formatMs } from '../../src/event/format.ts'
import {
  withRoomOptions,
  withStyleOptions,
  type CommandFile,
  type RoomOptions,
} from '../cli/command.ts'
import { columns, peerText } from '../cli/names.ts'

/** `kadscope stats PEER` */
export const statsCommand: CommandFile = {
  describe() {
    const command = new Command('stats')
      .description('show how much a peer stores and serves')
      .argument('<peer>', 'its id, its name, or digits of its kad id')
    return withStyleOptions(withRoomOptions(command))
  },
  async run(command, terminal) {
    const [text = ''] = command.args
    const { askPeer } = await import('../cli/ask-peer.ts')
    await askPeer(text, command.opts<RoomOptions>(), terminal, async (inventory, peer) => {
      const stats = await inventory.stats({ signal: terminal.signal })
      if (terminal.json) {
        terminal.print(JSON.stringify(stats))
        return
      }
      const { mode, uptimeMs, records, bytes, mostRecords, mostBytes } = stats
      terminal.remark(peerText(peer, terminal.remarkColour))
      const rows = [
        ['mode', mode],
        ['running for', formatMs(uptimeMs)],
        ['holds', `${countOf(records, 'record')} of at most ${formatCount(mostRecords)}`],
        ['', `${formatBytes(bytes)} of at most ${formatBytes(mostBytes)}`],
        ['stored', countOf(stats.stored, 'copy', 'copies')],
        ['served', countOf(stats.served, 'copy', 'copies')],
        ['refused', countOf(stats.refused, 'copy', 'copies')],
        ['expired', countOf(stats.expired, 'copy', 'copies')],
      ]
      for (const line of columns(rows)) terminal.print(line)
    })
  },
}
