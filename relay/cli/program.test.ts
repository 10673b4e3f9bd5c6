// What is typed: help, version, and what is not understood.

import { expect, test } from 'vitest'
import { runCommandLine } from './program.ts'
import type { OutputStream, Streams } from './terminal.ts'

/** Runs the command line on streams that are looked at. */
async function type(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' }
  const stream = (name: 'out' | 'err'): OutputStream => ({
    write(text, done) {
      written[name] += text.toString()
      done?.()
    },
    on: () => undefined,
  })
  const streams: Streams = {
    stdout: stream('out'),
    stderr: stream('err'),
    env: {},
    on: () => undefined,
    exit: (code) => {
      throw new Error(`exit ${code}`)
    },
  }
  return { code: await runCommandLine(args, streams), ...written }
}

test('the help fits a screen of 80 columns, and lists each command once', async () => {
  const { code, out, err } = await type('--help')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const lines = out.trimEnd().split('\n')
  expect(lines.length).toBeLessThan(40)
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(85)
  for (const name of ['relay', 'put', 'get', 'rm', 'ls', 'stats', 'peers', 'lookup', 'lab']) {
    expect(lines.filter((line) => line.startsWith(`  ${name} `))).toHaveLength(1)
  }
})

test.each([[['help']], [['-h']]])('%j is the help too', async (args) => {
  expect(await type(...args)).toEqual(await type('--help'))
})

test('each command has a help of its own', async () => {
  expect((await type('help', 'put')).out).toBe((await type('put', '--help')).out)
  expect((await type('put', '--help')).out).toMatch(/^Usage: kadscope put \[options\] <file>/)
  expect((await type('relay', '--help')).out).toContain('--republish <seconds>')
})

test('the version is a version', async () => {
  const { code, out } = await type('--version')
  expect(code).toBe(0)
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test.each([
  [['putt'], 'There is no command "putt": kadscope --help lists them.'],
  [['--room', 'x', 'peers'], 'The command comes first: kadscope peers'],
  [['--prot', '80'], "Unknown option '--prot'"],
  [['get'], "Missing required argument 'key': see --help."],
  [['put', 'a', 'b'], 'Too many arguments'],
])('C1 %j is not understood, and says so in one line', async (args, said) => {
  const { code, out, err } = await type(...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(said)
  expect(err.trimEnd()).not.toContain('\n')
})
