// A seeded key is libp2p's own.

import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { expect, test } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { keyOfSeed } from './seeded-key.ts'

test('the key of a seed is the one that libp2p makes of it, and its signatures hold', async () => {
  const random = seededRandom('keys')
  for (let time = 0; time < 20; time += 1) {
    const seed = random.bytes(32)
    const key = keyOfSeed(seed)
    const theirs = await generateKeyPairFromSeed('Ed25519', seed)
    expect(key.raw).toEqual(theirs.raw)
    expect(key.equals(theirs)).toBe(true)
    const signature = await key.sign(seed)
    expect(await theirs.publicKey.verify(seed, signature)).toBe(true)
  }
})
