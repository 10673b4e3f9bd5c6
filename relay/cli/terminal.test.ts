// Facts about what a command writes on a screen.

import { expect, test } from 'vitest'
import { openTerminal, type OutputStream, type Terminal } from './terminal.ts'

/** A screen that keeps what was written to it. */
function screen(): OutputStream & { readonly written: string[] } {
  const written: string[] = []
  return {
    isTTY: true,
    written,
    write: (text) => written.push(text.toString()),
    on: () => undefined,
  }
}

/** A terminal on two screens. */
function onScreens(): {
  readonly terminal: Terminal
  readonly stdout: readonly string[]
  readonly stderr: readonly string[]
} {
  const [stdout, stderr] = [screen(), screen()]
  const exit = (): never => {
    throw new Error('it ended')
  }
  const streams = { stdout, stderr, env: {}, on: () => undefined, exit }
  return { terminal: openTerminal(streams, {}), stdout: stdout.written, stderr: stderr.written }
}

test('C2 a line that changes is written when it changes, and goes when there is a result', () => {
  const { terminal, stdout, stderr } = onScreens()
  for (const line of ['asking', 'asking', 'asking', 'fetching']) terminal.progress(line)
  terminal.print('done')
  const erase = '\r\u001B[2K'
  expect(stderr).toEqual(['asking', erase, 'fetching', erase])
  expect(stdout).toEqual(['done\n'])
})

test('C10 neither results nor remarks drive the terminal', () => {
  const { terminal, stdout, stderr } = onScreens()
  terminal.print('a\u001B[2Jb')
  terminal.remark('c\u0007d')
  expect(stdout).toEqual(['a\uFFFD[2Jb\n'])
  expect(stderr).toEqual(['c\uFFFDd\n'])
})
