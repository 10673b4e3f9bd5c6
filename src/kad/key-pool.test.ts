// Facts about the pool of keys.

import { expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { kadIdOfBytes } from './kad-id.ts'
import { createKeyPool } from './key-pool.ts'
import { hasPrefix } from './prefix.ts'

it('M10 finds a key under any prefix of up to a dozen bits, again and again', () => {
  const pool = createKeyPool(seededRandom('pool'))
  for (const prefix of ['', '1', '0110', '10010110', '100101101', '110010010110']) {
    for (let time = 0; time < 20; time += 1) {
      const found = pool.under(prefix)
      expect(found && hasPrefix(found.kadId, prefix)).toBe(true)
      expect(found && kadIdOfBytes(found.key)).toBe(found?.kadId)
    }
  }
})

it('gives several different keys for one prefix', () => {
  const pool = createKeyPool(seededRandom('choice'))
  const found = Array.from({ length: 50 }, () => pool.under('0110110'))
  expect(new Set(found.map((key) => key?.kadId)).size).toBeGreaterThanOrEqual(4)
})

it('gives up on a prefix that is too long', () => {
  expect(createKeyPool(seededRandom('long')).under('0'.repeat(200))).toBeUndefined()
})
