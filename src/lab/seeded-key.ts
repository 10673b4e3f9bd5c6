// Private keys from seeds: what makes the peers of a Lab the same each time.

import { privateKeyFromRaw } from '@libp2p/crypto/keys'
import type { PrivateKey } from '@libp2p/interface'
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { concat } from 'uint8arrays/concat'

/** Reckons the public key, 32 bytes, of an Ed25519 seed of 32 bytes. */
export type PublicKeyOf = (seed: Uint8Array) => Uint8Array | Promise<Uint8Array>

/** The Ed25519 key of a seed of 32 bytes, the same that libp2p's `generateKeyPairFromSeed` makes. */
export function keyOfSeed(seed: Uint8Array): PrivateKey {
  return withPublicKey(seed, publicKeyOf(seed))
}

/** The same with the public key as the host reckons it. */
export async function keyOfSeedBy(reckon: PublicKeyOf, seed: Uint8Array): Promise<PrivateKey> {
  return withPublicKey(seed, await reckon(seed))
}

/**
 * Reckons a public key by script alone.
 *
 * libp2p's own goes through the same steps for each secret, so that the time they take tells nothing
 * of it, and needs twice as long, four times in a script that has just begun. What comes from the
 * seed of a scenario is no secret.
 */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  return ed25519.Point.BASE.multiplyUnsafe(scalarOf(seed)).toBytes()
}

function withPublicKey(seed: Uint8Array, publicKey: Uint8Array): PrivateKey {
  return privateKeyFromRaw(concat([seed, publicKey]))
}

/** The number by which the base point is multiplied (RFC 8032, section 5.1.5). */
function scalarOf(seed: Uint8Array): bigint {
  const half = sha512(seed).slice(0, 32)
  half[0] = (half[0] ?? 0) & 0b1111_1000
  half[31] = ((half[31] ?? 0) & 0b0111_1111) | 0b0100_0000
  return BigInt(`0x${bytesToHex(half.reverse())}`) % ed25519.Point.Fn.ORDER
}
