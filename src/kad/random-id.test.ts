// Facts about random ids and keys under a prefix.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { isKadId, kadIdOfBytes } from './kad-id.ts'
import { hasPrefix } from './prefix.ts'
import { findKeyUnder, randomIdUnder } from './random-id.ts'

describe('M10 random ids and keys', () => {
  it('have the form of an id and begin with the prefix', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[01]{0,256}$/), fc.string(), (prefix, seed) => {
        const id = randomIdUnder(prefix, seededRandom(seed))
        expect(isKadId(id)).toBe(true)
        expect(hasPrefix(id, prefix)).toBe(true)
      }),
    )
  })

  it('are spread over all that the prefix leaves open', () => {
    const random = seededRandom('spread')
    const nexts = Array.from({ length: 200 }, () => randomIdUnder('101', random).slice(0, 1))
    expect(new Set(nexts)).toEqual(new Set(['a', 'b']))
  })

  it('are hit by a key that was found by trying', () => {
    for (const prefix of ['', '1', '0110', '10010110']) {
      const found = findKeyUnder(prefix, seededRandom(prefix))
      expect(found && hasPrefix(found.kadId, prefix)).toBe(true)
      expect(found && kadIdOfBytes(found.key)).toBe(found?.kadId)
    }
  })

  it('are given up after as many attempts as allowed', () => {
    expect(findKeyUnder('0'.repeat(200), seededRandom('x'), { attempts: 50 })).toBeUndefined()
    expect(findKeyUnder('', seededRandom('x'), { keyBytes: 8 })?.key).toHaveLength(8)
    expect(() => findKeyUnder('2', seededRandom('x'))).toThrow(RangeError)
  })
})
