// Facts about the trie of a routing table.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kadIdOfPeer, type KadId } from './kad-id.ts'
import { hasPrefix, prefixRange } from './prefix.ts'
import { population } from './test-population.ts'
import { leafOf, trieLeaves } from './trie.ts'

const contacts = population(60, 'trie').map((peer) => ({ kadId: kadIdOfPeer(peer) }))
const anySplits = fc.array(fc.stringMatching(/^[01]{0,10}$/), { maxLength: 12 })

describe('M8 the leaves of a table', () => {
  it('are the root alone before the first split', () => {
    expect(trieLeaves(contacts, [])).toEqual([{ prefix: '', depth: 0, contacts }])
  })

  it('are two where a leaf was split', () => {
    const leaves = trieLeaves(contacts, ['', '1'])
    expect(leaves.map(({ prefix }) => prefix)).toEqual(['0', '10', '11'])
    expect(leaves.map(({ depth }) => depth)).toEqual([1, 2, 2])
  })

  it('partition the id space, whatever the splits and their order', () => {
    fc.assert(
      fc.property(anySplits, (splits) => {
        const leaves = trieLeaves(contacts, splits)
        let next = 0n
        for (const { prefix } of leaves) {
          const { first, last } = prefixRange(prefix)
          expect(BigInt(`0x${first}`)).toBe(next)
          next = BigInt(`0x${last}`) + 1n
        }
        expect(next).toBe(1n << 256n)
      }),
    )
  })

  it('hold each contact once, in the leaf of its prefix', () => {
    fc.assert(
      fc.property(anySplits, (splits) => {
        const leaves = trieLeaves(contacts, splits)
        for (const { prefix, contacts: members } of leaves) {
          for (const { kadId } of members) {
            expect(hasPrefix(kadId, prefix)).toBe(true)
            expect(leafOf(kadId, splits)).toBe(prefix)
          }
        }
        expect(leaves.flatMap((leaf) => leaf.contacts)).toHaveLength(contacts.length)
      }),
    )
  })

  it('cannot be deeper than an id', () => {
    expect(() => trieLeaves([], ['0'.repeat(256)])).toThrow(RangeError)
    expect(() => leafOf('0'.repeat(64) as KadId, ['two'])).toThrow(RangeError)
    expect(trieLeaves([], ['0'.repeat(255)])).toHaveLength(257)
  })
})
