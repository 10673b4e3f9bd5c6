// Where a text stops being JSON: engines word this each in their own way, some without a place.

/** The first place at which a text is not JSON; line and column count from 1. */
export interface JsonFault {
  readonly line: number
  readonly column: number
  /** What should stand there. */
  readonly expected: string
}

class Stop extends Error {
  readonly at: number
  constructor(at: number, expected: string) {
    super(expected)
    this.at = at
  }
}

const SPACE = /[ \t\r\n]*/y
// JSON allows no control characters in a string.
// eslint-disable-next-line no-control-regex
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y

/** The first fault of `text`, or undefined when it is JSON. */
export function findJsonFault(text: string): JsonFault | undefined {
  try {
    const end = skip(text, value(text, skip(text, 0)))
    if (end < text.length) throw new Stop(end, 'the end')
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown
    return { ...placeOf(text, thrown.at), expected: thrown.message }
  }
}

/** A fault as a sentence for people. */
export function describeJsonFault(fault: JsonFault): string {
  return `Not JSON: line ${fault.line.toString()}, column ${fault.column.toString()} should be ${fault.expected}.`
}

function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

function skip(text: string, at: number): number {
  return match(SPACE, text, at)
}

function value(text: string, at: number): number {
  if (text[at] === '{') return list(text, at, '}', member)
  if (text[at] === '[') return list(text, at, ']', value)
  if (text[at] === '"') return string(text, at, 'a string that ends with "')
  const end = Math.max(match(NUMBER, text, at), match(WORD, text, at))
  if (end <= at) throw new Stop(at, 'a value: "text", a number, true, false, null, { or [')
  return end
}

function member(text: string, at: number): number {
  const colon = skip(text, string(text, at, 'a name in double quotes'))
  if (text[colon] !== ':') throw new Stop(colon, 'a colon (:)')
  return value(text, skip(text, colon + 1))
}

function string(text: string, at: number, expected: string): number {
  const end = match(STRING, text, at)
  if (end < 0) throw new Stop(at, expected)
  return end
}

function list(
  text: string,
  at: number,
  close: string,
  item: (text: string, at: number) => number,
): number {
  let here = skip(text, at + 1)
  if (text[here] === close) return here + 1
  for (;;) {
    here = skip(text, item(text, here))
    if (text[here] === close) return here + 1
    if (text[here] !== ',') throw new Stop(here, `a comma (,) or ${close}`)
    here = skip(text, here + 1)
  }
}
