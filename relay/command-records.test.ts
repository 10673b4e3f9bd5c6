// Records from the shell, against a real relay and real Node peers, each command a process of its own.

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { jsonOf, K, openTestRoom, startTestRelay, type TestRoom } from './test-room.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let room: TestRoom

beforeAll(async () => {
  room = await openTestRoom()
})
afterAll(() => room.program.remove())

/** The options of a publisher of its own. */
function publisher(name: string): string[] {
  return ['--identity', join(room.program.folder, name)]
}

const DOCUMENT = '{\n  "title": "Grüße",\n  "tags": ["a", "b"]\n}\n'

describe('put and get', () => {
  test('C3 a file comes back byte for byte, from another process', async () => {
    const stored = await room.command('put', await room.file('a.json', DOCUMENT))
    const key = stored.stdout.toString().trimEnd()
    expect(stored).toMatchObject({ code: 0 })
    expect(key).toBe(`/c/${createHash('sha256').update(DOCUMENT).digest('hex')}`)
    expect(stored.stderr.match(/✓/g)).toHaveLength(K)

    const out = join(room.program.folder, 'b.json')
    const saved = await room.command('get', key, '--out', out)
    expect(saved).toMatchObject({ code: 0, stdout: Buffer.alloc(0) })
    expect(saved.stderr).toContain('verified by its hash')
    expect(await readFile(out, 'utf8')).toBe(DOCUMENT)

    const piped = await room.command('get', key, '--quiet')
    expect(piped).toMatchObject({ code: 0, stderr: '' })
    expect(piped.stdout.toString()).toBe(DOCUMENT)
  })

  test('R2 the holders are the k closest by brute force', async () => {
    const stored = await room.commandWith('[1, 2, 3]', 'put', '-', '--json')
    const { key, replicas } = jsonOf(stored) as { key: string; replicas: string[] }
    expect(stored).toMatchObject({ code: 0, stderr: '' })
    expect(replicas).toEqual(room.trueHolders(key))
  })

  test('C3 bytes that are no JSON are stored with --raw', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    const stored = await room.commandWith(bytes, 'put', '-', '--raw', '--quiet')
    const key = stored.stdout.toString().trimEnd()
    expect((await room.command('get', key)).stdout).toEqual(Buffer.from(bytes))
    expect(jsonOf(await room.command('get', key, '--json'))).toMatchObject({
      key,
      encoding: 'base64',
      value: Buffer.from(bytes).toString('base64'),
      bytes: 256,
    })
  })

  test('an unprotected key takes the last value, and says that nobody vouches for it', async () => {
    await room.commandWith('"one"', 'put', '-', '--key', '/u/motd')
    await room.commandWith('"two"', 'put', '-', '--key', '/u/motd')
    const got = await room.command('get', '/u/motd')
    expect(got.stdout.toString()).toBe('"two"')
    expect(got.stderr).toContain('unprotected')
  })
})

describe('signed records', () => {
  test('C4 only their publisher changes and deletes them', async () => {
    const own = publisher('ann')
    const first = await room.commandWith(
      '{"v": 1}',
      'put',
      '-',
      '--name',
      'notes',
      ...own,
      '--json',
    )
    const { key, sequence } = jsonOf(first) as { key: string; sequence: number }
    await room.commandWith('{"v": 2}', 'put', '-', '--name', 'notes', ...own)
    const second = jsonOf(await room.command('get', key, '--json'))
    expect(second).toMatchObject({ value: { v: 2 }, sequence: sequence + 1 })

    const stranger = await room.command('rm', key, ...publisher('ben'))
    expect(stranger).toMatchObject({ code: 4, stdout: Buffer.alloc(0) })
    expect(stranger.stderr).toContain('as --identity')
    expect((await room.command('get', key)).code).toBe(0)

    expect((await room.command('rm', key, ...own)).code).toBe(0)
    expect((await room.command('get', key)).code).toBe(3)
  })

  test('who registers is discovered until it ends', async () => {
    const data = await room.file('data.json', '{"colour": "red"}')
    const running = room.program.start([
      ...['register', 'printers', '--relay', room.url, '--data', data],
      ...publisher('printer'),
    ])
    await running.untilSaid(/renewed until/)
    const [found] = jsonOf(await room.command('discover', 'printers', '--json')) as unknown[]
    expect(found).toMatchObject({ namespace: 'printers', data: { colour: 'red' } })
    running.signal('SIGINT')
    expect((await running.ended).code).toBe(0)
    expect((await room.command('discover', 'printers')).code).toBe(3)
  })
})

test('63 Node peers: a file of 334 bytes goes in and comes out byte for byte', async () => {
  const big = await startTestRelay(room.program, 'big', 63)
  const listed = async (): Promise<number> => {
    return (jsonOf(await room.program.run(['peers', '--relay', big, '--json'])) as unknown[]).length
  }
  await expect.poll(listed, { timeout: 60_000 }).toBe(64)
  const text = JSON.stringify({ text: 'x'.repeat(334 - '{"text":""}'.length) })
  expect(Buffer.byteLength(text)).toBe(334)
  const stored = await room.program.run([
    'put',
    await room.file('334.json', text),
    '--relay',
    big,
    '--json',
  ])
  expect(stored).toMatchObject({ code: 0, stderr: '' })
  const { key, replicas, bytes } = jsonOf(stored) as {
    key: string
    replicas: string[]
    bytes: number
  }
  expect(bytes).toBe(334)
  expect(replicas).toHaveLength(K)
  const out = join(room.program.folder, '334.out')
  const got = await room.program.run(['get', key, '--relay', big, '--out', out])
  expect(got.code).toBe(0)
  expect(await readFile(out, 'utf8')).toBe(text)
}, 120_000)
