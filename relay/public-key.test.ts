// Node's public keys are those that a script reckons.

import { expect, test } from 'vitest'
import { seededRandom } from '../src/base/random.ts'
import { publicKeyOf as publicKeyByScript } from '../src/lab/seeded-key.ts'
import { publicKeyOf } from './public-key.ts'

test('Node reckons the public keys that a script does', () => {
  const random = seededRandom('public keys')
  for (let time = 0; time < 20; time += 1) {
    const seed = random.bytes(32)
    expect([...publicKeyOf(seed)]).toEqual([...publicKeyByScript(seed)])
  }
})
