// Facts about the key pairs of noise, compared with those of its library.

import { pureJsCrypto } from '@libp2p/noise'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { expect, test } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { quickCrypto } from './quick-noise.ts'

test('a public key is the one that the library makes of the same secret', () => {
  const random = seededRandom('noise')
  for (let count = 0; count < 20; count += 1) {
    const secret = random.bytes(32)
    expect(quickCrypto.generateX25519KeyPairFromSeed(secret)).toEqual(
      pureJsCrypto.generateX25519KeyPairFromSeed(secret),
    )
  }
})

test('the public key of a published secret is the published one (RFC 7748, section 6.1)', () => {
  const secret = hexToBytes('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb')
  const { publicKey } = quickCrypto.generateX25519KeyPairFromSeed(secret)
  expect(bytesToHex(Uint8Array.from(publicKey.subarray()))).toBe(
    'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f',
  )
})

test('two pairs agree on a shared key, and no two are alike', () => {
  const [one, two] = [quickCrypto.generateX25519KeyPair(), quickCrypto.generateX25519KeyPair()]
  expect(one.publicKey).not.toEqual(two.publicKey)
  expect(quickCrypto.generateX25519SharedKey(one.privateKey, two.publicKey)).toEqual(
    quickCrypto.generateX25519SharedKey(two.privateKey, one.publicKey),
  )
})
