// For tests: seeded peer ids of the usual form, without making keys.

import { base58btc } from 'multiformats/bases/base58'
import { seededRandom, type Random } from '../base/random.ts'
import type { PeerName } from './kad-id.ts'

/** A peer id of the form of an Ed25519 one; its 32 bytes of key are random. */
export function randomPeerName(random: Random): PeerName {
  return peerNameOfKey(random.bytes(32))
}

/** The peer id of a 32-byte Ed25519 public key: the key in an identity multihash. */
export function peerNameOfKey(key: Uint8Array): PeerName {
  const bytes = Uint8Array.of(0x00, 0x24, 0x08, 0x01, 0x12, 0x20, ...key)
  return base58btc.baseEncode(bytes) as PeerName
}

/** As many peer ids, the same for the same seed. */
export function population(count: number, seed: string | number = 'kadscope'): PeerName[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => randomPeerName(random))
}
