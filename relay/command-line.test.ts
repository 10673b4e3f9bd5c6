// The command line against a real relay and real Node peers, each command a process of its own.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { decodeTrace } from '../src/event/trace.ts'
import { kadIdOfPeer, type PeerName } from '../src/kad/kad-id.ts'
import { nickname } from '../src/kad/nickname.ts'
import { jsonOf, K, NODES, openTestRoom, type TestRoom } from './test-room.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let room: TestRoom

beforeAll(async () => {
  room = await openTestRoom()
})
afterAll(() => room.program.remove())

describe('the room', () => {
  test('has the relay and its nodes, and not who asks', () => {
    expect(room.peers).toHaveLength(NODES + 1)
    expect(new Set(room.peers).size).toBe(NODES + 1)
  })

  test('is listed for people, one line a peer', async () => {
    const { code, stdout, stderr } = await room.command('peers')
    expect(code).toBe(0)
    const lines = stdout.toString().trimEnd().split('\n')
    expect(lines).toHaveLength(NODES + 1)
    for (const peer of room.peers) {
      const line = lines.find((each) => each.endsWith(peer))
      expect(line).toContain(nickname(kadIdOfPeer(peer)))
    }
    expect(stderr).toBe(`${NODES + 1} peers in room main, k ${K}\n`)
  })
})

describe('bad input', () => {
  test.each([
    ['{"a": 1,}', 'line 1, column 9'],
    ['{\n  "a": tru\n}', 'line 2, column 8'],
    ['', 'line 1, column 1'],
  ])('C3 %j is refused with the place of its fault', async (input, place) => {
    const { code, stdout, stderr } = await room.commandWith(input, 'put', '-')
    expect(code).toBe(4)
    expect(stdout).toHaveLength(0)
    expect(stderr).toContain(place)
  })

  test('what is too large is refused', async () => {
    const { code, stderr } = await room.commandWith(`"${'x'.repeat(20_000)}"`, 'put', '-')
    expect(code).toBe(4)
    expect(stderr).toContain('this room takes at most 16384')
  })

  test.each([
    [['get', 'hello'], 2, 'is not a key'],
    [['get'], 2, 'Missing required argument'],
    [['get', '/u/x', '/u/y'], 2, 'oo many arguments'],
    [['get', '/u/nobody-has-it'], 3, 'No peer that was asked holds'],
    [['put', '/no/such/file'], 1, 'ENOENT'],
    [['put', '-', '--key', '/c/abc'], 2, '64 lower-case hex digits'],
    [['put', '-', '--quorum', 'some'], 2, 'one, majority, all'],
    [['put', '-', '--name', 'x', '--key', '/u/x'], 2, 'exclude each other'],
    [['lookup', 'nowhere'], 2, 'nor is it a peer id'],
    [['ls', 'nobody-here'], 3, 'No peer of the room is called'],
    [['discover', 'nobody-here'], 3, 'Nobody has registered'],
    [['record', '/no/such/folder/trace.jsonl', '--seconds', '1'], 1, 'ENOENT'],
    [['peers', '--room', 'A B'], 2, '1 to 32 of a-z'],
    [['watch', '--seconds', '0'], 2, 'whole number from 1'],
  ])('C1 %j ends with %i', async ([name = '', ...args], code, said) => {
    const ended = await room.commandWith('{}', name, ...args)
    expect(ended).toMatchObject({ code, stdout: Buffer.alloc(0) })
    expect(ended.stderr).toContain(said)
    expect(ended.stderr).not.toMatch(/\n\s+at /)
  })

  test('C2 with --json an error is one line of JSON', async () => {
    const { stderr } = await room.command('get', '/u/nobody-has-it', '--json')
    expect(JSON.parse(stderr)).toMatchObject({ error: 'RecordNotFoundError' })
  })

  test('without a relay there is an answer at once', async () => {
    const { code, stderr } = await room.program.run(['peers', '--relay', 'http://127.0.0.1:1'])
    expect(code).toBe(1)
    expect(stderr).toContain('The relay at http://127.0.0.1:1 does not answer')
  })
})

describe('looking in', () => {
  test('C5 ls, stats and lookup agree with put about who holds what', async () => {
    const stored = await room.commandWith('{"n": 1}', 'put', '-', '--json')
    const { key } = jsonOf(stored) as { key: string }
    const [holder = ''] = room.trueHolders(key)
    const listed = jsonOf(await room.command('ls', holder, '--json'))
    expect(listed).toMatchObject({
      peer: holder,
      entries: expect.arrayContaining([expect.objectContaining({ key, bytes: 8 })]),
    })
    const name = nickname(kadIdOfPeer(holder as PeerName))
    const id = kadIdOfPeer(holder as PeerName).slice(0, 8)
    const stats = jsonOf(await room.command('stats', id, '--json')) as {
      peer: string
      records: number
    }
    expect(stats).toMatchObject({ peer: holder, mode: 'server' })
    expect(stats.records).toBe((listed as { entries: unknown[] }).entries.length)

    const { hops, nearest } = jsonOf(await room.command('lookup', key, '--json')) as {
      hops: { peer: string; hop: number }[]
      nearest: { peer: string; copy?: { bytes: number } }[]
    }
    expect(nearest.map(({ peer }) => peer)).toEqual(room.trueHolders(key))
    expect(nearest.map(({ copy }) => copy?.bytes)).toEqual([8, 8, 8, 8])
    for (const { peer } of nearest) expect(hops.map((hop) => hop.peer)).toContain(peer)
    const text = (await room.command('lookup', key)).stdout.toString()
    expect(text).toContain(`nr 1  ${name} ${id.slice(0, 4)}`)
  })

  test('C7 looking for a key does not count as serving it', async () => {
    const stored = await room.commandWith('{"n": 2}', 'put', '-', '--json')
    const { key } = jsonOf(stored) as { key: string }
    await room.command('lookup', key)
    const { nearest } = jsonOf(await room.command('lookup', key, '--json')) as {
      nearest: { copy?: { served: number } }[]
    }
    expect(nearest.map(({ copy }) => copy?.served)).toEqual([0, 0, 0, 0])
  })

  test('C6 what was to come to an end and is interrupted has the code of that', async () => {
    const scenario = await room.file('long.json', '{"peers": 8, "durationMs": 600000}')
    const running = room.program.start(['lab', scenario])
    await running.untilSaid(/Running/)
    running.signal('SIGINT')
    expect((await running.ended).code).toBe(130)
  })

  test('C6 watch tells what another process does, and ends with Ctrl-C', async () => {
    const watching = room.program.start(['watch', '--relay', room.url])
    await watching.untilSaid(/Watching room main/)
    await room.commandWith('"seen"', 'put', '-', '--key', '/u/seen')
    await watching.untilSaid(/stored \/u\/seen/)
    watching.signal('SIGINT')
    expect((await watching.ended).code).toBe(0)
  })

  test('C6 a pipe that is closed ends it without a complaint', async () => {
    const watching = room.program.start(['watch', '--all', '--relay', room.url])
    await watching.untilSaid(/Watching room main/)
    watching.stopReading()
    await room.commandWith('"more"', 'put', '-', '--key', '/u/more')
    const { code, stderr } = await watching.ended
    expect(code).toBe(0)
    expect(stderr).not.toMatch(/EPIPE|at /)
  })

  test('a recording has what happened, and can be read as a trace', async () => {
    const path = join(room.program.folder, 'room.jsonl')
    const recording = room.program.start([
      'record',
      path,
      '--relay',
      room.url,
      '--seconds',
      '6',
      '--json',
    ])
    await room.commandWith('"kept"', 'put', '-', '--key', '/u/kept')
    const { events } = jsonOf(await recording.ended) as { events: number }
    const { header, envelopes } = decodeTrace(await readFile(path, 'utf8'))
    expect(header.room).toMatchObject({ room: 'main', k: K })
    expect(envelopes).toHaveLength(events)
    const speakers = new Set(envelopes.map(({ peer }) => peer))
    for (const peer of room.peers) expect(speakers).toContain(peer)
  })
})

test('a Lab leaves a trace and a summary', async () => {
  const scenario = await room.file('lab.json', '{"peers": 8, "records": 2, "durationMs": 50}')
  const trace = join(room.program.folder, 'lab.jsonl')
  const ended = await room.program.run(['lab', scenario, '--trace', trace, '--json'])
  expect(ended.code).toBe(0)
  expect(jsonOf(ended)).toMatchObject({ counts: { peers: 8 }, recall: { lookups: 8 } })
  const { envelopes } = decodeTrace(await readFile(trace, 'utf8'))
  expect(envelopes.length).toBe((jsonOf(ended) as { traced: number }).traced)
  const bad = await room.program.run(['lab', await room.file('bad.json', '{"peers": 100000}')])
  expect(bad).toMatchObject({ code: 4, stdout: Buffer.alloc(0) })
})
