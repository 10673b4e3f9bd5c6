// kadscope register: announces a peer under a namespace, for as long as the command runs.

import { Command } from 'commander'
import {
  withRoomOptions,
  withStyleOptions,
  type CommandFile,
  type RoomOptions,
} from '../cli/command.ts'
import { loadSigner, withIdentityOption, type IdentityOptions } from '../cli/identity-option.ts'
import { untilEnd, withSecondsOption, type SecondsOptions } from '../cli/seconds.ts'
import { MAX_VALUE_BYTES } from '../options.ts'

interface RegisterOptions extends RoomOptions, IdentityOptions, SecondsOptions {
  readonly data?: string
}

/** `kadscope register NS` */
export const registerCommand: CommandFile = {
  describe() {
    const command = new Command('register')
      .description('announce yourself under a name, until Ctrl-C')
      .argument('<namespace>', 'such as printers')
      .option('--data <file>', 'what to announce, as JSON; - for standard input')
    return withStyleOptions(withRoomOptions(withIdentityOption(withSecondsOption(command))))
  },
  async run(command, terminal) {
    const [namespace = ''] = command.args
    const options = command.opts<RegisterOptions>()
    const data = options.data === undefined ? undefined : await readJson(options.data)
    const privateKey = await loadSigner(options)
    const { withPeer } = await import('../cli/with-peer.ts')
    const { tellCopies } = await import('../cli/tell-copies.ts')
    await withPeer(
      options,
      terminal,
      async ({ peer }) => {
        const { signal } = terminal
        const choice = data === undefined ? { signal } : { data, signal }
        const result = await tellCopies(peer, terminal, () => peer.register(namespace, choice))
        terminal.print(terminal.json ? JSON.stringify(result) : result.key)
        terminal.remark('Announced, and renewed until Ctrl-C.')
        await untilEnd(options, signal)
        await peer.unregister(namespace)
      },
      // Who is found should answer.
      { mode: 'server', privateKey },
    )
  },
}

async function readJson(file: string): Promise<Uint8Array> {
  const { assertJson, readInput } = await import('../cli/input.ts')
  const bytes = await readInput(file, MAX_VALUE_BYTES)
  assertJson(file, bytes)
  return bytes
}
