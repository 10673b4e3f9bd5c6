// kadscope lookup: finds the peers nearest to a key, hop by hop, and asks them for their copies.

import { Command } from 'commander'
import { countOf, formatBytes, formatMs } from '../../src/event/format.ts'
import { kadIdOfPeer } from '../../src/kad/kad-id.ts'
import { log2Distance } from '../../src/kad/metric.ts'
import { parseLookupTarget, type LookupTarget } from '../../src/kad/record-key.ts'
import type { Lookup } from '../../src/world/world.ts'
import {
  withRoomOptions,
  withStyleOptions,
  type CommandFile,
  type RoomOptions,
} from '../cli/command.ts'
import type { Holder } from '../cli/look-up.ts'
import { columns, peerText, timeOfDay } from '../cli/names.ts'

/** `kadscope lookup KEY` */
export const lookupCommand: CommandFile = {
  describe() {
    const command = new Command('lookup')
      .description('find the nearest peers, hop by hop, and their copies')
      .argument('<key>', 'a record key or a peer id')
    return withStyleOptions(withRoomOptions(command))
  },
  async run(command, terminal) {
    const [text = ''] = command.args
    const { signal, colour } = terminal
    const target = parseLookupTarget(text)
    const { withPeer } = await import('../cli/with-peer.ts')
    const { askHolders, lookUp } = await import('../cli/look-up.ts')
    const { hopLines, hopsOf } = await import('../cli/lookup-text.ts')
    await withPeer(command.opts<RoomOptions>(), terminal, async ({ own, peer }) => {
      terminal.remark(`Looking for ${target.kadId.slice(0, 16)}… as ${peerText(own, colour)}`)
      const lookup = await lookUp(peer, text, signal)
      const hops = hopsOf(lookup)
      if (!terminal.json) for (const line of hopLines(hops, colour)) terminal.print(line)
      const nearest =
        target.type === 'key'
          ? await askHolders(peer, lookup.closest, target.key, signal)
          : lookup.closest.map((each) => ({ peer: each, copy: undefined }))
      if (terminal.json) {
        const { kadId } = target
        terminal.print(JSON.stringify({ target: text, kadId, ms: lookup.ms, hops, nearest }))
        return
      }
      terminal.print(`\n${summaryOf(lookup)}`)
      for (const line of nearestLines(target, nearest, colour)) terminal.print(line)
    })
  },
}

function summaryOf({ closest, messages, ms }: Lookup): string {
  const after = ms === undefined ? '' : ` after ${formatMs(ms)}`
  return `Nearest${after}, ${countOf(messages.length, 'message')}, ${countOf(closest.length, 'peer')}:`
}

function nearestLines(target: LookupTarget, nearest: readonly Holder[], colour: boolean): string[] {
  return columns(
    nearest.map(({ peer, copy }, rank) => [
      `nr ${rank + 1}`,
      peerText(peer, colour),
      `2^${log2Distance(kadIdOfPeer(peer), target.kadId).toFixed(1)}`,
      target.type === 'key' ? copyText(copy) : '',
      peer,
    ]),
  )
}

function copyText(copy: Holder['copy']): string {
  if (copy === undefined) return 'no copy'
  if (copy.deleted) return 'deleted'
  return `holds ${formatBytes(copy.bytes)} until ${timeOfDay(copy.expiresAt)}, served ${copy.served}`
}
