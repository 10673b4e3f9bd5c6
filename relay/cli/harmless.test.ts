// Facts about text of strangers on a terminal.

import { expect, test } from 'vitest'
import { harmless, onOneLine } from './harmless.ts'

test('C10 what a terminal would obey is a mark; text, line ends, tabs and colours stay', () => {
  expect(harmless('a\u001B[2J\u001B]0;title\u0007b')).toBe('a\uFFFD[2J\uFFFD]0;title\uFFFDb')
  expect(harmless('back\b\b\r over \u009B31m')).toBe('back\uFFFD\uFFFD\uFFFD over \uFFFD31m')
  expect(harmless('Grüße 🦊\n\tzwei')).toBe('Grüße 🦊\n\tzwei')
  expect(harmless('\u001B[38;2;1;2;3m●\u001B[39m fox')).toBe('\u001B[38;2;1;2;3m●\u001B[39m fox')
})

test('C10 a line of a log stays one line', () => {
  expect(onOneLine('/zz/x\n14:03:07 all is well')).toBe('/zz/x\uFFFD14:03:07 all is well')
})
