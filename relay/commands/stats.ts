// kadscope stats: what one peer says of its own work.

import { countOf, formatBytes, formatCount, formatMs } from '../../src/event/format.ts'
import { columns, peerText } from '../cli/names.ts'
import { peerCommand } from '../cli/peer-command.ts'

/** `kadscope stats PEER` */
export const statsCommand = peerCommand(
  'stats',
  'show how much a peer stores and serves',
  async (inventory, peer, terminal) => {
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
  },
)
