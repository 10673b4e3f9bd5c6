// Facts about textbook buckets.

import { describe, expect, it } from 'vitest'
import { kadIdOfPeer, type KadId } from './kad-id.ts'
import { commonPrefixLength, compareDistance, distance } from './metric.ts'
import { hasPrefix } from './prefix.ts'
import { population } from './test-population.ts'
import { textbookBuckets } from './textbook-buckets.ts'

const [own = '' as KadId, ...others] = population(200, 'textbook').map(kadIdOfPeer)
const members = others.map((kadId) => ({ kadId }))

describe('M9 textbook buckets', () => {
  const buckets = textbookBuckets(own, [...members, { kadId: own }])

  it('hold every peer but the own one, each once', () => {
    const all = buckets.flatMap((bucket) => bucket.members)
    expect(all).toHaveLength(members.length)
    expect(new Set(all)).toEqual(new Set(members))
  })

  it('hold the ids that share exactly that many bits, within the range of distances', () => {
    for (const bucket of buckets) {
      for (const { kadId } of bucket.members) {
        expect(commonPrefixLength(own, kadId)).toBe(bucket.sharedBits)
        expect(hasPrefix(kadId, bucket.prefix)).toBe(true)
        const far = distance(own, kadId)
        expect(far >= bucket.from && far < bucket.to).toBe(true)
      }
    }
  })

  it('each cover half of what is left of the space', () => {
    expect(buckets.slice(0, 3).map(({ share }) => share)).toEqual([0.5, 0.25, 0.125])
    expect(buckets.slice(0, 3).map(({ index }) => index)).toEqual([255, 254, 253])
  })

  it('list their members nearest first', () => {
    for (const { members: listed } of buckets) {
      const sorted = listed.toSorted((a, b) => compareDistance(own, a.kadId, b.kadId))
      expect(listed).toEqual(sorted)
    }
  })

  it('go down to the deepest with a member, or as deep as asked for', () => {
    expect(buckets.at(-1)?.members.length).toBeGreaterThan(0)
    expect(textbookBuckets(own, [])).toEqual([])
    expect(textbookBuckets(own, [], { depth: 5 }).map(({ sharedBits }) => sharedBits)).toEqual([
      0, 1, 2, 3, 4,
    ])
    expect(textbookBuckets(own, [], { depth: 1000 })).toHaveLength(256)
  })
})
