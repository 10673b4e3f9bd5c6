// Facts about binary prefixes.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KadId } from './kad-id.ts'
import { huePosition } from './nickname.ts'
import { bitAt, hasPrefix, prefixOf, prefixRange, prefixSpan, siblingOf } from './prefix.ts'

const anyId = fc.stringMatching(/^[0-9a-f]{64}$/).map((text) => text as KadId)
const anyPrefix = fc.stringMatching(/^[01]{0,256}$/)

describe('M7 prefixes', () => {
  it('are the leading bits of an id', () => {
    const id = 'a5'.padEnd(64, '0') as KadId
    expect(prefixOf(id, 0)).toBe('')
    expect(prefixOf(id, 8)).toBe('10100101')
    expect(bitAt(id, 0)).toBe(1)
    expect(bitAt(id, 1)).toBe(0)
    fc.assert(
      fc.property(anyId, fc.nat(256), (any, depth) => {
        const bits = BigInt(`0x${any}`).toString(2).padStart(256, '0')
        expect(prefixOf(any, depth)).toBe(bits.slice(0, depth))
        expect(hasPrefix(any, bits.slice(0, depth))).toBe(true)
      }),
    )
  })

  it('hold exactly the ids of their range', () => {
    fc.assert(
      fc.property(anyPrefix, anyId, (prefix, id) => {
        const { first, last } = prefixRange(prefix)
        expect(hasPrefix(first, prefix) && hasPrefix(last, prefix)).toBe(true)
        expect(hasPrefix(id, prefix)).toBe(id >= first && id <= last)
      }),
    )
  })

  it('cover the span of the space that their ids lie in', () => {
    expect(prefixSpan('')).toEqual({ start: 0, share: 1 })
    expect(prefixSpan('11')).toEqual({ start: 0.75, share: 0.25 })
    fc.assert(
      fc.property(anyId, fc.nat(30), (id, depth) => {
        const { start, share } = prefixSpan(prefixOf(id, depth))
        expect(huePosition(id) >= start && huePosition(id) < start + share).toBe(true)
      }),
    )
  })

  it('have a sibling with the other half of their parent', () => {
    expect(siblingOf('0')).toBe('1')
    expect(siblingOf('1011')).toBe('1010')
    expect(() => siblingOf('')).toThrow(RangeError)
  })

  it('are binary digits and nothing else', () => {
    expect(() => prefixRange('012')).toThrow('prefix must be up to 256 binary digits')
    expect(() => prefixSpan('0'.repeat(257))).toThrow(RangeError)
    expect(() => prefixOf('0'.repeat(64) as KadId, 257)).toThrow(RangeError)
  })
})
