import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kadIdOfKey, kadIdOfPeer, type RecordKey } from '../../src/kad/kad-id.ts'
import { distance } from '../../src/kad/metric.ts'
import { population } from '../../src/kad/test-population.ts'
import type { InventoryEntry } from '../../src/peer/inventory/protocol.ts'
import { SHELF_COLUMNS, sortShelf } from './shelf-rows.ts'

const [peer] = population(1, 'shelf')
if (peer === undefined) throw new Error('no peer')

const entry: fc.Arbitrary<InventoryEntry> = fc.record({
  key: fc.nat(500).map((name) => `/u/${name}` as RecordKey),
  bytes: fc.nat(9),
  storedAt: fc.nat(9),
  storedBy: fc.constant(peer),
  publishedAt: fc.nat(9),
  expiresAt: fc.nat(9),
  served: fc.nat(9),
  hash: fc.constant('00000000'),
  deleted: fc.boolean(),
})

test.each(SHELF_COLUMNS.map(({ value }) => value))('a shelf is sorted by %s', (column) => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 20 }), (entries) => {
      const sorted = sortShelf(peer, entries, column)
      expect(sorted).toHaveLength(entries.length)
      expect(new Set(sorted)).toEqual(new Set(entries))
      const worth = (of: InventoryEntry): bigint => {
        if (column === 'key') return 0n
        if (column === 'distance') return distance(kadIdOfPeer(peer), kadIdOfKey(of.key))
        return BigInt(column === 'expiresAt' ? of.expiresAt : -of[column])
      }
      sorted.forEach((each, index) => {
        const next = sorted[index + 1]
        if (next !== undefined) expect(worth(each) <= worth(next)).toBe(true)
      })
    }),
  )
})
