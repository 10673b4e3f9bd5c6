// Reading the command line.

import { expect, test } from 'vitest'
import { CLASS_RULES } from '../src/room/settings.ts'
import { describeProgram, sentenceOf } from './cli/program.ts'
import { relayOptionsOf, type RelayOptions } from './options.ts'

/** What the relay is asked for by these arguments, read as the command line reads them. */
async function parse(...args: string[]): Promise<RelayOptions | undefined> {
  let options: RelayOptions | undefined
  const program = describeProgram(process, (_, command) => {
    options = relayOptionsOf(command)
    return Promise.resolve()
  })
  await program.parseAsync(['relay', ...args], { from: 'user' })
  return options
}

async function complaintAbout(...args: string[]): Promise<string> {
  const thrown = await parse(...args).then(
    () => new Error('no complaint'),
    (error: unknown) => error,
  )
  return sentenceOf(thrown)
}

test('without arguments it is a class on port 8080', async () => {
  expect(await parse()).toEqual({
    port: 8080,
    host: '0.0.0.0',
    room: 'main',
    maxRooms: 16,
    caps: { peers: 600, bytesPerPeer: 1024 * 1024, bytes: 32 * 1024 * 1024 },
    tls: undefined,
    publicUrl: undefined,
    join: [],
    peers: 0,
    data: '.kadscope',
    quiet: false,
    json: false,
    rules: CLASS_RULES,
  })
})

test('every rule of a room can be set, times in seconds', async () => {
  const options = await parse(
    ...['--k', '20', '--alpha', '10', '--paths', '2'],
    ...['--republish', '90', '--expire', '3600', '--max-value', '1024'],
  )
  expect(options?.rules).toEqual({
    k: 20,
    alpha: 10,
    disjointPaths: 2,
    republishMs: 90_000,
    expireMs: 3_600_000,
    maxValueBytes: 1024,
  })
})

test('the rest can be set too', async () => {
  expect(
    await parse('--port=0', '--host', '127.0.0.1', '--room', 'lab-2', '--data', 'x', '--json'),
  ).toEqual(
    expect.objectContaining({ port: 0, host: '127.0.0.1', room: 'lab-2', data: 'x', json: true }),
  )
})

test('--join can be said several times', async () => {
  const options = await parse('--join', 'http://10.0.0.8:8080', '--join', '/ip4/10.0.0.9/tcp/80/ws')
  expect(options?.join.map(({ url }) => url)).toEqual([
    'http://10.0.0.8:8080',
    'http://10.0.0.9:80',
  ])
})

test.each([
  [['--prot', '80'], "Unknown option '--prot' (Did you mean --port?)"],
  [['--port', '99999'], /whole number from 0 to 65535\.$/],
  [['--port', '80x'], /whole number from 0 to 65535\.$/],
  [['--port'], /argument missing: see --help\.$/],
  [['--k', '0'], /whole number from 1 to 64\.$/],
  [['--k', '2.5'], /whole number from 1 to 64\.$/],
  [['--max-value', '-1'], /whole number from 1 to 1048576\.$/],
  [['--room', 'No Spaces'], /is invalid: use 1 to 32 of a-z, 0-9 and -/],
  [['--tls-cert', 'a.pem'], /go together: name both files/],
  [['--public-url', 'https://host/path'], /host without a path/],
  [['--public-url', 'kad.example.org'], /host without a path/],
  [['--join', 'nowhere'], /Give a relay's URL|give a relay's URL/],
  [['--max-bytes', '10'], /whole number from 16384/],
  [['main'], /[Tt]oo many arguments/],
  [['--expire', '60', '--republish', '60'], /--expire \(60 s\) must be longer than --republish/],
])('%j is refused in one sentence', async (args, complaint) => {
  const sentence = await complaintAbout(...args)
  expect(sentence).toMatch(complaint)
  expect(sentence).not.toContain('\n')
})
