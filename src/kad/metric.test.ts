// Facts about the XOR metric: its laws, and that the fast ways agree with the plain ones.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { xor } from 'uint8arrays/xor'
import { kadIdToBytes, type KadId } from './kad-id.ts'
import {
  bucketIndex,
  closestTo,
  commonPrefixLength,
  compareDistance,
  distance,
  distanceBytes,
  log2Distance,
  shareNearer,
} from './metric.ts'
import { population } from './test-population.ts'
import { kadIdOfPeer } from './kad-id.ts'

const ZERO = '0'.repeat(64) as KadId
const ONE = '1'.padStart(64, '0') as KadId
const FAR = '8'.padEnd(64, '0') as KadId
const LAST = 'f'.repeat(64) as KadId

/** Ids, many of them near each other. */
const anyId = fc
  .tuple(fc.stringMatching(/^[0-9a-f]{64}$/), fc.nat(63), fc.constantFrom(ZERO, FAR, LAST))
  .map(([text, shared, from]) => (from.slice(0, shared) + text.slice(shared)) as KadId)

describe('M2 distance', () => {
  it('is zero only between an id and itself', () => {
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        expect(distance(a, a)).toBe(0n)
        expect(distance(a, b) === 0n).toBe(a === b)
      }),
    )
  })

  it('is the same in both directions', () => {
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        expect(distance(a, b)).toBe(distance(b, a))
      }),
    )
  })

  it('is never longer than a way around', () => {
    fc.assert(
      fc.property(anyId, anyId, anyId, (a, b, c) => {
        expect(distance(a, c) <= distance(a, b) + distance(b, c)).toBe(true)
      }),
    )
  })

  it('leads from an id to exactly one other', () => {
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        const other = (BigInt(`0x${a}`) ^ distance(a, b)).toString(16).padStart(64, '0')
        expect(other).toBe(b)
      }),
    )
  })

  it('is the same as bytes and as a number, and as other code computes it', () => {
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        const bytes = distanceBytes(a, b)
        expect(bytes).toEqual(xor(kadIdToBytes(a), kadIdToBytes(b)))
        expect(BigInt(`0x${Buffer.from(bytes).toString('hex')}`)).toBe(distance(a, b))
      }),
    )
  })
})

describe('M3 comparing distances', () => {
  it('agrees with the distances themselves', () => {
    fc.assert(
      fc.property(anyId, anyId, anyId, (target, a, b) => {
        const [toA, toB] = [distance(target, a), distance(target, b)]
        expect(Math.sign(compareDistance(target, a, b))).toBe(toA < toB ? -1 : toA > toB ? 1 : 0)
      }),
    )
  })
})

describe('M4 shared prefixes and buckets', () => {
  it('counts the leading bits that two ids share', () => {
    expect(commonPrefixLength(ZERO, ZERO)).toBe(256)
    expect(commonPrefixLength(ZERO, ONE)).toBe(255)
    expect(commonPrefixLength(ZERO, FAR)).toBe(0)
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        const bits = distance(a, b)
        const length = bits === 0n ? 0 : bits.toString(2).length
        expect(commonPrefixLength(a, b)).toBe(256 - length)
      }),
    )
  })

  it('puts distances from 2^i up to 2^(i+1) into bucket i', () => {
    expect(bucketIndex(ZERO, ZERO)).toBe(-1)
    expect(bucketIndex(ZERO, ONE)).toBe(0)
    expect(bucketIndex(ZERO, LAST)).toBe(255)
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        fc.pre(a !== b)
        const index = BigInt(bucketIndex(a, b))
        expect(distance(a, b) >= 1n << index && distance(a, b) < 1n << (index + 1n)).toBe(true)
      }),
    )
  })
})

describe('M5 distance for drawing', () => {
  it('is the logarithm to base 2, with its fraction', () => {
    expect(log2Distance(ZERO, ONE)).toBe(0)
    expect(log2Distance(ZERO, '3'.padStart(64, '0') as KadId)).toBeCloseTo(Math.log2(3), 12)
    expect(log2Distance(ZERO, FAR)).toBe(255)
    expect(log2Distance(ZERO, LAST)).toBeCloseTo(256, 9)
    expect(log2Distance(LAST, LAST)).toBe(-Infinity)
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        fc.pre(a !== b)
        expect(Math.floor(log2Distance(a, b) + 1e-9)).toBeGreaterThanOrEqual(bucketIndex(a, b))
        expect(log2Distance(a, b)).toBeCloseTo(Math.log2(Number(distance(a, b))), 9)
      }),
    )
  })

  it('as a share says how much of the space is nearer', () => {
    expect(shareNearer(ZERO, ZERO)).toBe(0)
    expect(shareNearer(ZERO, FAR)).toBe(0.5)
    expect(shareNearer(FAR, '4'.padEnd(64, '0') as KadId)).toBe(0.75)
  })
})

describe('M6 the k closest', () => {
  const own = <T>(id: T): T => id

  it('are what sorting all by distance gives', () => {
    fc.assert(
      fc.property(anyId, fc.uniqueArray(anyId, { maxLength: 40 }), fc.nat(45), (target, ids, k) => {
        const sorted = ids.toSorted((a, b) => (distance(target, a) < distance(target, b) ? -1 : 1))
        expect(closestTo(target, ids, k, own)).toEqual(sorted.slice(0, k))
      }),
    )
  })

  it('are found among a thousand peers', () => {
    const ids = population(1000).map(kadIdOfPeer)
    const target = ids[500] ?? ZERO
    const sorted = ids.toSorted((a, b) => (distance(target, a) < distance(target, b) ? -1 : 1))
    expect(closestTo(target, ids, 20, own)).toEqual(sorted.slice(0, 20))
  })

  it('keep their order when their ids are equal', () => {
    const items = ['a', 'b', 'c', 'd'].map((name) => ({ name, id: ONE }))
    expect(closestTo(ZERO, items, 3, ({ id }) => id).map(({ name }) => name)).toEqual([
      'a',
      'b',
      'c',
    ])
  })

  it('are none for k 0, and k is never negative', () => {
    expect(closestTo(ZERO, [ONE], 0, own)).toEqual([])
    expect(() => closestTo(ZERO, [ONE], -1, own)).toThrow(RangeError)
    expect(() => closestTo(ZERO, [ONE], NaN, own)).toThrow(RangeError)
  })
})
