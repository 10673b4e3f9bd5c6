// kadscope rm: deletes a record that you signed, with a tombstone that spreads like a copy.

import { Command } from 'commander'
import { parseRecordKey } from '../../src/kad/record-key.ts'
import {
  withRoomOptions,
  withStyleOptions,
  type CommandFile,
  type RoomOptions,
} from '../cli/command.ts'
import { loadSigner, withIdentityOption, type IdentityOptions } from '../cli/identity-option.ts'

/** `kadscope rm KEY` */
export const rmCommand: CommandFile = {
  describe() {
    const command = new Command('rm')
      .description('delete a record that you signed')
      .argument('<key>', 'such as /m/12D3KooW…/notes')
    return withStyleOptions(withRoomOptions(withIdentityOption(command)))
  },
  async run(command, terminal) {
    const [text = ''] = command.args
    const options = command.opts<RoomOptions & IdentityOptions>()
    const { key } = parseRecordKey(text)
    const privateKey = await loadSigner(options)
    const { withPeer } = await import('../cli/with-peer.ts')
    const { tellCopies } = await import('../cli/tell-copies.ts')
    await withPeer(
      options,
      terminal,
      async ({ peer }) => {
        terminal.remark(`Deleting ${key} …`)
        const { signal } = terminal
        const result = await tellCopies(peer, terminal, () => peer.remove(key, { signal }))
        terminal.print(terminal.json ? JSON.stringify(result) : result.key)
      },
      { privateKey },
    )
  },
}
