// kadscope rm: deletes a record that you signed, with a tombstone that spreads like a copy.

import { Command } from 'commander'
import { KadscopeError } from '../../src/base/errors.ts'
import { parseRecordKey } from '../../src/kad/record-key.ts'
import { NotPublisherError } from '../../src/peer/errors.ts'
import {
  withRoomOptions,
  withStyleOptions,
  type CommandFile,
  type RoomOptions,
} from '../cli/command.ts'
import {
  loadSigner,
  nameOfSigner,
  withIdentityOption,
  type IdentityOptions,
} from '../cli/identity-option.ts'

/** The record was signed with another key than that of `--identity`. */
export class OtherIdentityError extends KadscopeError {
  override name = 'OtherIdentityError'
  constructor(key: string, { identity }: IdentityOptions) {
    super(
      `The key in ${identity} did not sign ${key}: give the folder of the one that did as --identity.`,
    )
  }
}

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
    const parsed = parseRecordKey(text)
    const { key } = parsed
    const { isSignedKey, publisherOf } = await import('../../src/peer/records/namespaces.ts')
    if (!isSignedKey(parsed)) throw new NotPublisherError(key)
    const privateKey = await loadSigner(options)
    if (nameOfSigner(privateKey) !== publisherOf(parsed)) throw new OtherIdentityError(key, options)
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
