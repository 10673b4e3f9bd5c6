// Facts about which copy a holder keeps, how long it lives and what goes when there is no room.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kadIdOfKey, kadIdOfPeer, type RecordKey } from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import { population } from '../../kad/test-population.ts'
import { RecordExpiredError, StaleRecordError } from '../errors.ts'
import { admit, type CopyFacts } from './admission.ts'
import { roomFor, ShelfFullError } from './bounds.ts'
import { countCloser, lifetime } from './lifetime.ts'

const key = '/u/x' as RecordKey
const [own, ...others] = population(40, 'admission')
if (own === undefined) throw new Error('no peer')

describe('R5 unprotected values', () => {
  test('end the same at every holder, in whatever order they come: the last writer stays', () => {
    const write = fc.record({ text: fc.constantFrom('a', 'b', 'c'), publishedAt: fc.nat(20) })
    const writes = fc.uniqueArray(write, { maxLength: 6, selector: ({ text }) => text })
    const orders = writes.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    )
    fc.assert(
      fc.property(orders, ([one, other]) => {
        expect(keptAfter(one)?.hash).toBe(keptAfter(other)?.hash)
      }),
    )
  })

  test('are not taken in once their time is over', () => {
    const applicant = { key, value: new Uint8Array(), publishedAt: 0, now: 100, lifeMs: 100 }
    expect(() => admit(applicant, undefined)).toThrow(RecordExpiredError)
    expect(admit({ ...applicant, now: 99 }, undefined).publishedAt).toBe(0)
  })
})

function keptAfter(
  writes: readonly { readonly text: string; readonly publishedAt: number }[],
): CopyFacts | undefined {
  let held: CopyFacts | undefined
  for (const { text, publishedAt } of writes) {
    const value = new TextEncoder().encode(text)
    try {
      held = admit({ key, value, publishedAt, now: 50, lifeMs: 1_000 }, held)
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(StaleRecordError)
    }
  }
  return held
}

describe('R6 the life of a copy', () => {
  test('is whole at the k closest, whoever they are, and halves with each peer in between', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.integer({ min: 1, max: 20 }), (name, k) => {
        const record = `/u/${name}` as RecordKey
        const all = [own, ...others]
        const order = closestTo(kadIdOfKey(record), all, all.length, kadIdOfPeer)
        order.forEach((peer, rank) => {
          const contacts = all.filter((contact) => contact !== peer)
          expect(countCloser(record, peer, contacts)).toBe(rank)
          const life = lifetime(1_024, k, rank)
          expect(life).toBe(rank < k ? 1_024 : 1_024 / 2 ** Math.min(16, rank - k + 1))
        })
      }),
      { numRuns: 30 },
    )
  })
})

describe('R9 a full shelf', () => {
  const copies = fc.uniqueArray(
    fc.record({ name: fc.nat(200), bytes: fc.integer({ min: 1, max: 9 }) }),
    {
      selector: ({ name }) => name,
      minLength: 1,
      maxLength: 12,
    },
  )

  test('keeps within both bounds, and lets the farthest go first', () => {
    fc.assert(
      fc.property(
        copies,
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 9, max: 40 }),
        (all, entries, bytes) => {
          const held = new Map<RecordKey, { key: RecordKey; bytes: number }>()
          const limits = { entries, bytes }
          for (const { name, bytes: size } of all) {
            const copy = { key: `/u/${name}` as RecordKey, bytes: size }
            const order = closestTo(kadIdOfPeer(own), [...held.keys(), copy.key], 99, kadIdOfKey)
            try {
              const victims = roomFor(copy, held, own, limits)
              expect(victims).toEqual(order.slice(order.length - victims.length).reverse())
              for (const victim of victims) held.delete(victim)
              held.set(copy.key, copy)
            } catch (thrown) {
              expect(thrown).toBeInstanceOf(ShelfFullError)
            }
            const total = [...held.values()].reduce((sum, each) => sum + each.bytes, 0)
            expect(held.size).toBeLessThanOrEqual(entries)
            expect(total).toBeLessThanOrEqual(bytes)
          }
        },
      ),
    )
  })
})
