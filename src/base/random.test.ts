// Facts about seeded randomness.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { realRandom, seededRandom } from './random.ts'

describe('seededRandom', () => {
  it('repeats itself for the same seed and differs for another', () => {
    const run = (seed: string | number): number[] => {
      const random = seededRandom(seed)
      return Array.from({ length: 20 }, () => random.next())
    }
    expect(run('a')).toEqual(run('a'))
    expect(run('a')).not.toEqual(run('b'))
    expect(run(1)).not.toEqual(run(2))
  })

  it('gives the same numbers in every version, so that seeded traces stay valid', () => {
    const random = seededRandom('kadscope')
    expect([random.int(1000), random.int(1000), random.int(1000)]).toMatchInlineSnapshot(`
      [
        449,
        160,
        553,
      ]
    `)
  })

  it('spreads evenly', () => {
    const random = seededRandom('even')
    const counts = Array.from({ length: 16 }, () => 0)
    for (let draw = 0; draw < 16_000; draw += 1) {
      const place = random.int(16)
      counts[place] = (counts[place] ?? 0) + 1
    }
    // Chi-squared with 15 degrees of freedom stays under 37.7 in 999 of 1,000 cases.
    const chi = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    expect(chi).toBeLessThan(37.7)
  })

  it('stays within its bounds', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, below) => {
        const random = seededRandom(seed)
        const number = random.int(below)
        expect(Number.isInteger(number) && number >= 0 && number < below).toBe(true)
        const share = random.next()
        expect(share >= 0 && share < 1).toBe(true)
      }),
    )
  })

  it('shuffles into a new array of the same items', () => {
    const items = Array.from({ length: 50 }, (_, index) => index)
    const shuffled = seededRandom('cards').shuffle(items)
    expect(shuffled).not.toEqual(items)
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items)
  })

  it('picks only what is there, and refuses to pick from nothing', () => {
    const random = seededRandom('pick')
    expect(['x', 'y']).toContain(random.pick(['x', 'y']))
    expect(() => random.pick([])).toThrow(RangeError)
    expect(() => random.int(0)).toThrow('below must be a whole number')
  })
})

describe('realRandom', () => {
  it('gives bytes that differ each time', () => {
    expect(realRandom.bytes(32)).toHaveLength(32)
    expect(realRandom.bytes(32)).not.toEqual(realRandom.bytes(32))
  })

  it('gives nothing twice, also when it has asked the machine again', () => {
    const draws = Array.from({ length: 5_000 }, () => realRandom.next())
    // Of so many 32-bit numbers two may be equal by chance, about one time in 350.
    expect(new Set(draws).size).toBeGreaterThan(draws.length - 4)
  })
})
