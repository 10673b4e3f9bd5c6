// kadscope fetch: fetches the files of a share, and goes on where an earlier fetch was ended.

import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import { countOf, formatBytes, formatMs } from '../../src/event/format.ts'
import type { FetchedShare, FetchProgress } from '../../src/peer/files/fetcher.ts'
import type { Files } from '../../src/peer/files/files.ts'
import { sizeOf } from '../../src/peer/files/manifest.ts'
import { readShareLink } from '../../src/peer/files/share-link.ts'
import {
  withRoomOptions,
  withStyleOptions,
  type CommandFile,
  type RoomOptions,
} from '../cli/command.ts'
import { UsageError } from '../cli/exit-code.ts'
import { withPassphraseOption, type OpenerOptions } from '../cli/opener-option.ts'

interface FetchOptions extends RoomOptions, OpenerOptions {
  readonly out?: string
}

/** `kadscope fetch LINK` */
export const fetchCommand: CommandFile = {
  describe() {
    const command = new Command('fetch')
      .description('fetch shared files, or go on where it stopped')
      .argument('<link>', 'the link of a share, or its CID')
      .option('--out <folder>', 'where the files go; without it a folder named after the CID')
    const opened = withPassphraseOption(command, 'of a share that is encrypted with one')
    return withStyleOptions(withRoomOptions(opened))
  },
  async run(command, terminal) {
    const [text = ''] = command.args
    const options = command.opts<FetchOptions>()
    const link = readShareLink(text)
    if (link === undefined)
      throw new UsageError('Give the link of a share, or its CID (bagaaiera…).')
    const { parseShareCid } = await import('../../src/peer/files/cid.ts')
    const cid = parseShareCid(link.cid).toString()
    const { keyFromText } = await import('../../src/peer/files/share-root.ts')
    const key = link.key === undefined ? undefined : keyFromText(link.key)
    const out = options.out ?? `share-${cid.slice(-8)}`
    const { withPeer } = await import('../cli/with-peer.ts')
    const { openPartFolder } = await import('../cli/part-folder.ts')
    await withPeer(options, terminal, async (session) => {
      const part = await openPartFolder(out, cid)
      const files = await session.files()
      terminal.progress('Asking the DHT who has it …')
      const { passphrase } = options
      const fetched = await files
        .fetch(cid, {
          ...{ key, passphrase, signal: terminal.signal, blocks: part.blocks },
          onBlock: (wanted, block) => part.keep(wanted, block),
          onProgress: (progress) => terminal.progress(progressText(progress)),
        })
        .catch(async (thrown: unknown) => {
          if (await part.leave()) {
            terminal.remark(`What came is kept in ${out}: the same command goes on from there.`)
          }
          throw thrown
        })
        .finally(() => part.written())
      const saved = await saveAll(files, fetched, out)
      await part.remove()
      const { resumed, ms, sources } = fetched
      if (terminal.json) {
        terminal.print(JSON.stringify({ cid, files: saved, resumed, from: sources, ms }))
        return
      }
      for (const { path } of saved) terminal.print(path)
      terminal.remark(about(fetched))
    })
  },
}

function progressText({ bytes, manifest, sources, resumed }: FetchProgress): string {
  if (manifest === undefined) return 'Asking the DHT who has it …'
  const asked = sources.filter(({ state }) => state === 'asked').length
  const earlier = resumed > 0 ? `, ${countOf(resumed, 'piece')} from before` : ''
  const size = formatBytes(sizeOf(manifest.files))
  return `${formatBytes(bytes)} of ${size} from ${countOf(asked, 'provider')}${earlier}`
}

function about({ share, sources, resumed, ms }: FetchedShare): string {
  const from = sources.filter(({ blocks }) => blocks > 0).length
  const earlier = resumed > 0 ? `, ${resumed} of them from before` : ''
  const pieces = `${countOf(share.blocks.size, 'piece')}${earlier}, each checked against its hash`
  return `${formatBytes(share.bytes)} in ${pieces}, from ${countOf(from, 'provider')}, ${formatMs(ms)}`
}

/** Saves each file, none over one that is there. */
async function saveAll(
  files: Files,
  { share }: FetchedShare,
  out: string,
): Promise<{ path: string; bytes: number }[]> {
  const { FileError } = await import('../cli/input.ts')
  const saved: { path: string; bytes: number }[] = []
  for (const { name, size } of share.manifest.files) {
    const path = join(out, name)
    try {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, files.read(share.cid.toString(), name), { flag: 'wx' })
    } catch (thrown) {
      throw new FileError(path, thrown)
    }
    saved.push({ path, bytes: size })
  }
  return saved
}
