// Binary prefixes of ids: the nodes of the trie, and the stretch of the id space under each.

import { ID_BITS, type KadId } from './kad-id.ts'

/** The first and the last id under a prefix. */
export interface IdRange {
  readonly first: KadId
  readonly last: KadId
}

/** One bit of an id, counted from the most significant: 0 or 1. */
export function bitAt(id: KadId, index: number): 0 | 1 {
  const code = id.charCodeAt(index >> 2)
  const digit = code < 58 ? code - 48 : code - 87
  return ((digit >> (3 - (index & 3))) & 1) === 1 ? 1 : 0
}

/**
 * The first `depth` bits of an id as binary digits.
 *
 * @throws RangeError when `depth` is not a whole number from 0 to 256.
 */
export function prefixOf(id: KadId, depth: number): string {
  if (!Number.isInteger(depth) || depth < 0 || depth > ID_BITS) {
    throw new RangeError(`depth must be a whole number from 0 to ${ID_BITS}, not ${depth}`)
  }
  let prefix = ''
  for (let bit = 0; bit < depth; bit += 1) prefix += String(bitAt(id, bit))
  return prefix
}

/** Whether an id begins with a prefix. */
export function hasPrefix(id: KadId, prefix: string): boolean {
  for (let bit = 0; bit < prefix.length; bit += 1) {
    if (prefix.charCodeAt(bit) - 48 !== bitAt(id, bit)) return false
  }
  return true
}

/**
 * The ids under a prefix.
 *
 * @throws RangeError when `prefix` is not made of up to 256 binary digits.
 */
export function prefixRange(prefix: string): IdRange {
  assertPrefix(prefix)
  return {
    first: idOfBits(prefix.padEnd(ID_BITS, '0')),
    last: idOfBits(prefix.padEnd(ID_BITS, '1')),
  }
}

/**
 * Where the ids under a prefix lie when the id space is the stretch [0, 1): where they
 * begin, and their share of all ids.
 *
 * @throws RangeError when `prefix` is not made of up to 256 binary digits.
 */
export function prefixSpan(prefix: string): { start: number; share: number } {
  assertPrefix(prefix)
  let start = 0
  for (let bit = 0; bit < prefix.length; bit += 1) {
    if (prefix.charCodeAt(bit) === 49) start += 2 ** -(bit + 1)
  }
  return { start, share: 2 ** -prefix.length }
}

/**
 * The prefix that differs in its last bit only: the other half of the parent.
 *
 * @throws RangeError when `prefix` is empty or not made of up to 256 binary digits.
 */
export function siblingOf(prefix: string): string {
  assertPrefix(prefix)
  if (prefix === '') throw new RangeError('prefix must not be empty: the root has no sibling')
  return prefix.slice(0, -1) + (prefix.endsWith('0') ? '1' : '0')
}

/**
 * Refuses what is not a prefix.
 *
 * @throws RangeError when `prefix` is not made of up to 256 binary digits.
 */
export function assertPrefix(prefix: string): void {
  if (!/^[01]{0,256}$/.test(prefix)) {
    throw new RangeError(`prefix must be up to ${ID_BITS} binary digits, not "${prefix}"`)
  }
}

function idOfBits(bits: string): KadId {
  return BigInt(`0b${bits}`)
    .toString(16)
    .padStart(ID_BITS / 4, '0') as KadId
}
