import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeJsonFault, findJsonFault } from './json-fault.ts'

describe('where a text stops being JSON', () => {
  it('finds nothing in JSON of any form', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(findJsonFault(text)).toBeUndefined()
      }),
    )
  })

  it('agrees with JSON.parse on whether any text is JSON', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:1a0.e-\\ \n')) }),
        (text) => {
          expect(findJsonFault(text) === undefined).toBe(parses(text))
        },
      ),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['', 1, 1],
    ['{"a": 1,}', 1, 9],
    ['{\n  "a": tru\n}', 2, 8],
    ['[1 2]', 1, 4],
    ["{'a': 1}", 1, 2],
    ['{"a": 1} x', 1, 10],
  ])('names line and column in %j', (text, line, column) => {
    expect(findJsonFault(text)).toMatchObject({ line, column })
  })

  it('says it in one sentence', () => {
    const fault = findJsonFault('[1 2]')
    expect(fault && describeJsonFault(fault)).toBe(
      'Not JSON: line 1, column 4 should be a comma (,) or ].',
    )
  })
})

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
