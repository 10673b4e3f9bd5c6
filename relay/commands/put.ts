// kadscope put: stores the bytes of a file in the room, and names the holders as they confirm.

import { Command, Option } from 'commander'
import { formatBytes } from '../../src/event/format.ts'
import { parseRecordKey } from '../../src/kad/record-key.ts'
import type { PutOptions as PutChoice, Quorum } from '../../src/peer/records/results.ts'
import {
  withRoomOptions,
  withStyleOptions,
  type CommandFile,
  type RoomOptions,
} from '../cli/command.ts'
import { UsageError } from '../cli/exit-code.ts'
import { loadSigner, withIdentityOption, type IdentityOptions } from '../cli/identity-option.ts'
import { MAX_VALUE_BYTES } from '../options.ts'

interface PutOptions extends RoomOptions, IdentityOptions {
  readonly key?: string
  readonly name?: string
  readonly quorum: Quorum
  readonly raw?: true
}

/** `kadscope put FILE|-` */
export const putCommand: CommandFile = {
  describe() {
    const command = new Command('put')
      .description('store a JSON file, and print its key')
      .argument('<file>', 'the file, or - for standard input')
      .option('--key <key>', 'its key, such as /u/motd; without it the hash of the bytes')
      .option('--name <name>', 'sign it: /m/<you>/<name>, which only you can change')
      .option('--raw', 'any bytes, not only JSON')
      .addOption(
        new Option('--quorum <share>', 'how many copies must be confirmed')
          .choices(['one', 'majority', 'all'])
          .default('one'),
      )
    return withStyleOptions(withRoomOptions(withIdentityOption(command)))
  },
  async run(command, terminal) {
    const [file = '-'] = command.args
    const options = command.opts<PutOptions>()
    const choice = choose(options)
    const { assertJson, readInput } = await import('../cli/input.ts')
    const value = await readInput(file, MAX_VALUE_BYTES)
    if (options.raw !== true) assertJson(file, value)
    const { withPeer } = await import('../cli/with-peer.ts')
    const { tellCopies } = await import('../cli/tell-copies.ts')
    await withPeer(
      options,
      terminal,
      async ({ peer }) => {
        terminal.remark(`Storing ${formatBytes(value.length)} …`)
        const { signal } = terminal
        const result = await tellCopies(peer, terminal, () =>
          peer.put(value, { ...choice, signal }),
        )
        terminal.print(
          terminal.json ? JSON.stringify({ ...result, bytes: value.length }) : result.key,
        )
      },
      options.name === undefined ? {} : { privateKey: await loadSigner(options) },
    )
  },
}

/** @throws UsageError, InvalidKeyError */
function choose({ key, name, quorum }: PutOptions): PutChoice {
  if (key === undefined) return name === undefined ? { quorum } : { namespace: 'm', name, quorum }
  if (name !== undefined) throw new UsageError('--key and --name exclude each other: give one.')
  const { namespace } = parseRecordKey(key)
  if (namespace === 'm') throw new UsageError('Records under /m/ are signed: give --name instead.')
  if (namespace === 'n') throw new UsageError('Announcements have their own command: register.')
  return { key, quorum }
}
