// Random ids under a prefix, and keys that hash to one: how a chosen bucket is looked up.

import { bytesToHex } from '@noble/hashes/utils.js'
import type { Random } from '../base/random.ts'
import { ID_BITS, kadIdOfBytes, type KadId } from './kad-id.ts'
import { assertPrefix, bitAt, hasPrefix } from './prefix.ts'

/**
 * A random id that begins with `prefix`.
 *
 * @throws RangeError when `prefix` is not made of up to 256 binary digits.
 */
export function randomIdUnder(prefix: string, random: Random): KadId {
  assertPrefix(prefix)
  const id = bytesToHex(random.bytes(ID_BITS / 8)) as KadId
  let bits = prefix
  for (let bit = prefix.length; bit % 4 !== 0; bit += 1) bits += String(bitAt(id, bit))
  const digits = bits.length / 4
  const head = digits === 0 ? '' : BigInt(`0b${bits}`).toString(16).padStart(digits, '0')
  return (head + id.slice(digits)) as KadId
}

/** A DHT key and where it lies in the id space. */
export interface PlacedKey {
  readonly key: Uint8Array
  readonly kadId: KadId
}

/**
 * A key whose SHA-256 begins with `prefix`, found by trying random ones: libp2p looks up
 * keys, not ids, so this is how to ask for a place. A prefix of n bits takes 2^n attempts
 * on average (about 2 ms at 10 bits).
 *
 * @param options.attempts gives up after this many; @default 8 * 2^n, at most 65,536
 * @param options.keyBytes length of the key; @default 32
 * @returns undefined when no attempt succeeded
 * @throws RangeError when `prefix` is not made of up to 256 binary digits.
 */
export function findKeyUnder(
  prefix: string,
  random: Random,
  options: { readonly attempts?: number; readonly keyBytes?: number } = {},
): PlacedKey | undefined {
  assertPrefix(prefix)
  const attempts = options.attempts ?? Math.min(8 * 2 ** prefix.length, 65_536)
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const key = random.bytes(options.keyBytes ?? 32)
    const kadId = kadIdOfBytes(key)
    if (hasPrefix(kadId, prefix)) return { key, kadId }
  }
  return undefined
}
