// Facts about kad ids, against published hashes and libp2p's own code.

import { createHash } from 'node:crypto'
import { peerIdFromString } from '@libp2p/peer-id'
import { base58btc } from 'multiformats/bases/base58'
import { describe, expect, it } from 'vitest'
import {
  isKadId,
  isPeerName,
  kadIdOfBytes,
  kadIdOfKey,
  kadIdOfPeer,
  kadIdToBytes,
  peerNameOfBytes,
  type PeerName,
  type RecordKey,
} from './kad-id.ts'
import { population } from './test-population.ts'

/** The examples of libp2p's specs, peer-ids: an Ed25519 and an RSA key. */
const SPEC_PEERS = [
  '12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA',
  'QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N',
] as PeerName[]

describe('M1 kad ids', () => {
  it('are SHA-256, as in the vector of FIPS 180-4', () => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    expect(kadIdOfBytes(new TextEncoder().encode('abc'))).toBe(abc)
    expect(kadIdOfKey('abc' as RecordKey)).toBe(abc)
  })

  it('of peers are the hash of the multihash that libp2p reads from the peer id', () => {
    for (const peer of [...SPEC_PEERS, ...population(50)]) {
      const { bytes } = peerIdFromString(peer).toMultihash()
      expect(kadIdOfPeer(peer)).toBe(createHash('sha256').update(bytes).digest('hex'))
    }
  })

  it('of keys are remembered, and never taken for those of keys that end alike', () => {
    for (const key of ['/u/first-of-two', '/u/second-of-two', '/u/first-of-two']) {
      const bytes = new TextEncoder().encode(key)
      expect(kadIdOfBytes(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'))
    }
  })

  it('belong to one name each, also where multihashes end alike', () => {
    const [one, other] = [1, 2].map((first) => new Uint8Array(38).fill(9).with(2, first))
    if (one === undefined || other === undefined) throw new Error('two are made')
    for (const bytes of [one, other, one]) {
      expect(peerNameOfBytes(bytes)).toBe(base58btc.baseEncode(bytes))
    }
  })

  it('are recognised by their form', () => {
    const [peer = ''] = SPEC_PEERS
    expect(isPeerName(peer)).toBe(true)
    expect(isPeerName('0OIl'.repeat(12))).toBe(false)
    expect(isKadId('ab'.repeat(32))).toBe(true)
    expect(isKadId('AB'.repeat(32))).toBe(false)
    expect(() => kadIdOfPeer('not base58: 0OIl' as PeerName)).toThrow(RangeError)
  })

  it('have 32 bytes', () => {
    expect(kadIdToBytes(kadIdOfKey('/u/motd' as RecordKey))).toHaveLength(32)
  })
})
