// kadscope share: shares files with the room, for as long as the command runs.

import { Command } from 'commander'
import { countOf, formatBytes } from '../../src/event/format.ts'
import {
  withRoomOptions,
  withStyleOptions,
  type CommandFile,
  type RoomOptions,
} from '../cli/command.ts'
import { withPassphraseOption, type OpenerOptions } from '../cli/opener-option.ts'
import { untilEnd, withSecondsOption, type SecondsOptions } from '../cli/seconds.ts'

interface ShareOptions extends RoomOptions, SecondsOptions, OpenerOptions {
  readonly encrypted?: true
}

/** `kadscope share FILE...` */
export const shareCommand: CommandFile = {
  describe() {
    const command = new Command('share')
      .description('share files, until Ctrl-C, and print the link')
      .argument('<file...>', 'the files, 100 MiB together at most')
      .option('--encrypted', 'with a random key, which stands in the link')
    const shared = withPassphraseOption(command, 'encrypt with a key made from it')
    return withStyleOptions(withRoomOptions(withSecondsOption(shared)))
  },
  async run(command, terminal) {
    const options = command.opts<ShareOptions>()
    const { passphrase, encrypted } = options
    const { fileOnDisk } = await import('../cli/file-on-disk.ts')
    const sources = await Promise.all(command.args.map(fileOnDisk))
    const { withPeer } = await import('../cli/with-peer.ts')
    const { keyToText } = await import('../../src/peer/files/share-root.ts')
    const { writeShareLink } = await import('../../src/peer/files/share-link.ts')
    await withPeer(
      options,
      terminal,
      async (session) => {
        const files = await session.files()
        const { signal } = terminal
        const { cid, manifest, blocks, bytes, key, announcedTo } = await files.share(sources, {
          ...{ passphrase, encrypted, signal },
          onRead: (read) => terminal.progress(`Cutting into pieces: ${formatBytes(read)} …`),
        })
        const page = new URL(options.relay[0]?.url ?? '')
        if (options.room !== undefined) page.searchParams.set('room', options.room)
        // A passphrase is told by another way: its key has no place in the link.
        const text = key === undefined || passphrase !== undefined ? undefined : keyToText(key)
        const link = writeShareLink(page.href, { cid: cid.toString(), key: text })
        const facts = { cid: cid.toString(), link, bytes, pieces: blocks.size, announcedTo }
        terminal.print(terminal.json ? JSON.stringify({ ...facts, ...manifest }) : link)
        const told = countOf(announcedTo.length, 'peer')
        terminal.remark(
          `${countOf(blocks.size, 'piece')}, ${formatBytes(bytes)}; ${told} can name you as its ` +
            'provider. Shared until Ctrl-C.',
        )
        const stop = files.onChange(() => {
          const [share] = files.shares()
          terminal.progress(`${formatBytes(share?.served ?? 0)} sent to others`)
        })
        await untilEnd(options, signal)
        stop()
      },
      // Who is named as a provider should be found.
      { mode: 'server' },
    )
  },
}
