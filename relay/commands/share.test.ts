// Files from the shell: shared by one process, fetched by another, which goes on where an earlier one ended.

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { sourceOfBlob } from '../../src/peer/files/file-source.ts'
import { packShare } from '../../src/peer/files/pack.ts'
import type { Running } from '../test-command.ts'
import { jsonOf, openTestRoom, type TestRoom } from '../test-room.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

/** Twelve pieces of a file, the list of them, and the list of files. */
const BYTES = Uint8Array.from({ length: 12 * 256 * 1024 }, (_, at) => (at * 7 + (at >> 18)) & 0xff)
const PIECES = 14

let room: TestRoom

beforeAll(async () => {
  room = await openTestRoom()
})
afterAll(() => room.program.remove())

/** Shares a file until it is told to end; resolves with what it printed. */
async function share(
  name: string,
  ...options: readonly string[]
): Promise<{ cid: string; link: string; running: Running }> {
  const running = room.start('share', await room.file(name, BYTES), '--json', ...options)
  const [line] = await running.untilSaid(/\{.*\}/)
  return { ...(JSON.parse(line) as { cid: string; link: string }), running }
}

test('F10 C1 what an earlier fetch left is checked and not fetched again', async () => {
  const { cid, link, running } = await share('owl.bin')
  const packed = await packShare([sourceOfBlob(new Blob([BYTES]), 'owl.bin')])
  expect(packed.cid.toString()).toBe(cid)
  expect(packed.blocks.size).toBe(PIECES)

  const out = join(room.program.folder, 'fetched')
  const part = join(out, `.${cid}.part`)
  await mkdir(part, { recursive: true })
  const [damaged, ...whole] = [...packed.blocks].slice(0, 6)
  for (const [name, block] of whole) await writeFile(join(part, name), block)
  await writeFile(join(part, damaged?.[0] ?? ''), 'cut off')

  const fetched = await room.command('fetch', link, '--out', out, '--json')
  expect(fetched).toMatchObject({ code: 0, stderr: '' })
  const { resumed, from } = jsonOf(fetched) as { resumed: number; from: { blocks: number }[] }
  expect(resumed).toBe(5)
  expect(from.reduce((sum, { blocks }) => sum + blocks, 0)).toBe(PIECES - 5)
  expect(await readdir(out)).toEqual(['owl.bin'])
  expect((await readFile(join(out, 'owl.bin'))).equals(BYTES)).toBe(true)

  const again = await room.command('fetch', cid, '--out', out)
  expect(again.code).toBe(1)
  expect(again.stderr).toContain('it is there already, and nothing is written over (EEXIST)')
  running.signal('SIGINT')
  expect((await running.ended).code).toBe(0)
})

test('F3 C1 a passphrase opens what it encrypted, and nothing else does', async () => {
  const { link, running } = await share('secret.bin', '--passphrase', 'correct horse')
  expect(link).not.toContain('#')
  const out = join(room.program.folder, 'opened')
  const refused = await room.command('fetch', link, '--out', out)
  expect(refused.code).toBe(4)
  // Nothing came, so nothing is left of it and nothing is promised.
  expect(refused.stderr).not.toContain('goes on from there')
  await expect(readdir(out)).rejects.toThrow('ENOENT')
  const opener = ['--passphrase', 'correct horse', '--out', out]
  expect((await room.command('fetch', link, ...opener)).code).toBe(0)
  expect((await readFile(join(out, 'secret.bin'))).equals(BYTES)).toBe(true)
  running.signal('SIGINT')
  await running.ended
})

test('C1 what cannot be shared or fetched is refused by name', async () => {
  const missing = await room.command('share', join(room.program.folder, 'nothing.bin'))
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('ENOENT')])
  const folder = await room.command('share', room.program.folder)
  expect([folder.code, folder.stderr]).toEqual([1, expect.stringContaining('not a file')])
  expect((await room.command('fetch', 'nonsense')).code).toBe(2)
})
