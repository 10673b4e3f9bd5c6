// Facts about the forms of peer ids.

import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { fromString } from 'uint8arrays/from-string'
import { expect, test } from 'vitest'
import { population } from '../kad/test-population.ts'
import { nameOf, peerIdOf, peerIdOfKey, peerOfBytes } from './peer-ids.ts'

test('a peer is the same by its name, its bytes and as a key, the second time too', () => {
  for (const name of population(20)) {
    const id = peerIdOf(name)
    const { bytes } = id.toMultihash()
    expect(id.toString()).toBe(name)
    expect(nameOf(id)).toBe(name)
    expect(peerOfBytes(bytes).name).toBe(name)
    for (const same of [peerIdOf(name), peerOfBytes(bytes).id, peerIdOfKey(bytes)]) {
      expect(same?.equals(id)).toBe(true)
    }
  }
})

test('a key is a peer when it is its multihash, of whatever kind', async () => {
  for (const type of ['Ed25519', 'secp256k1', 'RSA'] as const) {
    const id = peerIdFromPrivateKey(await generateKeyPair(type))
    expect(peerIdOfKey(id.toMultihash().bytes)?.equals(id)).toBe(true)
  }
})

test('all other keys are none', () => {
  const keys = [
    new Uint8Array(),
    new Uint8Array(32),
    fromString('/u/motd'),
    // Of the form, but no key of a peer.
    Uint8Array.of(0, 3, 1, 2, 3),
    Uint8Array.of(0, 36, ...new Uint8Array(36)),
  ]
  for (const key of keys) expect(peerIdOfKey(key)).toBeUndefined()
})
