// kadscope get: fetches a record, checked, and prints or saves its value.

import { writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import { countOf, formatBytes, formatMs } from '../../src/event/format.ts'
import { shortKey } from '../../src/kad/label.ts'
import { parseRecordKey, type ParsedKey } from '../../src/kad/record-key.ts'
import type { GetResult, RecordValue } from '../../src/peer/records/results.ts'
import {
  withRoomOptions,
  withStyleOptions,
  type CommandFile,
  type RoomOptions,
} from '../cli/command.ts'
import { peerText } from '../cli/names.ts'
import type { Terminal } from '../cli/terminal.ts'

interface GetOptions extends RoomOptions {
  readonly out?: string
}

/** `kadscope get KEY` */
export const getCommand: CommandFile = {
  describe() {
    const command = new Command('get')
      .description('fetch a record, and print its value')
      .argument('<key>', 'such as /c/3f9a… or /u/motd')
      .option('--out <file>', 'save the very bytes; without it JSON is indented on a screen')
    return withStyleOptions(withRoomOptions(command))
  },
  async run(command, terminal) {
    const [text = ''] = command.args
    const options = command.opts<GetOptions>()
    const { out } = options
    const key = parseRecordKey(text)
    const { withPeer } = await import('../cli/with-peer.ts')
    const { decodeValue, encodeValue } = await import('../../src/peer/records/value.ts')
    const { FileError } = await import('../cli/input.ts')
    await withPeer(options, terminal, async ({ peer }) => {
      let asked = 0
      const stop = peer.onEnvelope(({ event }) => {
        if (event.kind !== 'rpc.sent' || event.key !== key.key) return
        asked += 1
        terminal.progress(`Looking for ${shortKey(key.key)}: ${countOf(asked, 'peer')} asked …`)
      })
      const { signal } = terminal
      const result = await peer.get(text, { raw: true, signal }).finally(stop)
      const bytes = encodeValue(result.value)
      terminal.remark(about(key, result, bytes.length, terminal.remarkColour))
      if (out !== undefined) {
        await writeFile(out, bytes).catch((thrown: unknown) => {
          throw new FileError(out, thrown)
        })
      }
      if (terminal.json) terminal.print(asJson(result, decodeValue(bytes), bytes))
      else if (out === undefined) show(decodeValue(bytes), bytes, terminal)
    })
  },
}

/** Where it came from, and what vouches for it. */
function about(key: ParsedKey, result: GetResult, bytes: number, colour: boolean): string {
  const { from, asked, ms } = result
  const source = `from ${peerText(from, colour)}, ${countOf(asked, 'peer')} asked, ${formatMs(ms)}`
  return `${formatBytes(bytes)}, ${trustIn(key, result, colour)}, ${source}`
}

function trustIn({ namespace }: ParsedKey, result: GetResult, colour: boolean): string {
  const { publisher, sequence } = result
  if (namespace === 'c') return 'verified by its hash'
  if (publisher === undefined) return 'unprotected: anybody may have written it'
  const version = sequence === undefined ? '' : `, version ${sequence}`
  return `signed by ${peerText(publisher, colour)}${version}`
}

function asJson(result: GetResult, value: RecordValue, bytes: Uint8Array): string {
  const isBinary = value instanceof Uint8Array
  return JSON.stringify({
    ...result,
    value: isBinary ? Buffer.from(value).toString('base64') : value,
    encoding: isBinary ? 'base64' : typeof value === 'string' ? 'text' : 'json',
    bytes: bytes.length,
  })
}

/** For people JSON is indented and the line ended; programs get the very bytes. */
function show(value: RecordValue, bytes: Uint8Array, terminal: Terminal): void {
  if (!terminal.interactive) terminal.write(bytes)
  else if (typeof value === 'string') terminal.print(value)
  else if (value instanceof Uint8Array) {
    terminal.warn('These bytes are no text: save them with --out, or pipe them on.')
  } else terminal.print(JSON.stringify(value, undefined, 2))
}
