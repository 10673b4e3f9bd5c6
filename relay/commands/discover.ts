// kadscope discover: who has announced itself under a namespace.

import { Command } from 'commander'
import { KadscopeError } from '../../src/base/errors.ts'
import { countOf } from '../../src/event/format.ts'
import {
  withRoomOptions,
  withStyleOptions,
  type CommandFile,
  type RoomOptions,
} from '../cli/command.ts'
import { columns, peerText, timeOfDay } from '../cli/names.ts'

/** Nobody is registered under the namespace. */
export class NobodyThereError extends KadscopeError {
  override name = 'NobodyThereError'
  constructor(namespace: string) {
    super(`Nobody has registered under "${namespace}": check the name, or run kadscope register.`)
  }
}

/** `kadscope discover NS` */
export const discoverCommand: CommandFile = {
  describe() {
    const command = new Command('discover')
      .description('find the peers announced under a name')
      .argument('<namespace>', 'such as printers')
    return withStyleOptions(withRoomOptions(command))
  },
  async run(command, terminal) {
    const [namespace = ''] = command.args
    const { withPeer } = await import('../cli/with-peer.ts')
    await withPeer(command.opts<RoomOptions>(), terminal, async ({ peer }) => {
      const found = await peer.discover(namespace, { signal: terminal.signal })
      if (found.length === 0) throw new NobodyThereError(namespace)
      if (terminal.json) {
        terminal.print(JSON.stringify(found))
        return
      }
      terminal.remark(`${countOf(found.length, 'peer')} under ${namespace}, the newest first`)
      const rows = found.map(({ peer: who, data, publishedAt }) => [
        peerText(who, terminal.colour),
        timeOfDay(publishedAt),
        who,
        typeof data === 'string' ? data : JSON.stringify(data),
      ])
      for (const line of columns(rows)) terminal.print(line)
    })
  },
}
