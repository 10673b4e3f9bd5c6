// Public keys by the browser are those by script, also where it knows none.

import { afterEach, expect, test, vi } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { publicKeyOf as publicKeyByScript } from '../../src/lab/seeded-key.ts'
import { publicKeyOf } from './public-key.ts'

const random = seededRandom('public keys')
const seeds = Array.from({ length: 20 }, () => random.bytes(32))

afterEach(() => {
  vi.restoreAllMocks()
})

async function assertSame(): Promise<void> {
  for (const seed of seeds) {
    expect([...(await publicKeyOf(seed))]).toEqual([...publicKeyByScript(seed)])
  }
}

test('the browser reckons the public keys that a script does', async () => {
  const asked = vi.spyOn(crypto.subtle, 'exportKey')
  await assertSame()
  expect(asked).toHaveBeenCalledTimes(seeds.length)
})

test('a browser that does not know how leaves it to the script', async () => {
  const asked = vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new Error('not supported'))
  await assertSame()
  expect(asked).toHaveBeenCalled()
})
