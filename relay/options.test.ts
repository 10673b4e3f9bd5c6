// Reading the command line.

import { expect, test } from 'vitest'
import { CLASS_RULES } from '../src/room/settings.ts'
import { parseOptions, UsageError, type RelayOptions } from './options.ts'

function parse(...args: string[]): RelayOptions | undefined {
  return parseOptions(args, () => undefined)
}

function complaintAbout(...args: string[]): string {
  try {
    parse(...args)
  } catch (thrown) {
    if (thrown instanceof UsageError) return thrown.message
    throw thrown
  }
  return 'no complaint'
}

test('without arguments it is a class on port 8080', () => {
  expect(parse()).toEqual({
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

test('every rule of a room can be set, times in seconds', () => {
  const options = parse(
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

test('the rest can be set too', () => {
  expect(
    parse('--port=0', '--host', '127.0.0.1', '--room', 'lab-2', '--data', 'x', '--json'),
  ).toEqual(
    expect.objectContaining({ port: 0, host: '127.0.0.1', room: 'lab-2', data: 'x', json: true }),
  )
})

test('--join can be said several times', () => {
  const options = parse('--join', 'http://10.0.0.8:8080', '--join', '/ip4/10.0.0.9/tcp/80/ws')
  expect(options?.join.map(({ url }) => url)).toEqual([
    'http://10.0.0.8:8080',
    'http://10.0.0.9:80',
  ])
})

test.each(['--help', '--version'])('%s prints something and asks for no relay', (flag) => {
  let printed = ''
  expect(parseOptions([flag], (text) => (printed += text))).toBeUndefined()
  expect(printed).toMatch(flag === '--help' ? /--republish <seconds>/ : /^\d+\.\d+\.\d+\n$/)
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
])('%j is refused in one sentence', (args, complaint) => {
  const sentence = complaintAbout(...args)
  expect(sentence).toMatch(complaint)
  expect(sentence).not.toContain('\n')
})
