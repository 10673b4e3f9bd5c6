// The XOR metric: how far ids are from each other, and which are the closest.

import { ID_BITS, kadIdToBytes, type KadId } from './kad-id.ts'

/** The XOR distance of two ids as 32 bytes, most significant first. */
export function distanceBytes(a: KadId, b: KadId): Uint8Array {
  const distance = kadIdToBytes(a)
  const other = kadIdToBytes(b)
  for (const [index, byte] of other.entries()) distance[index] = (distance[index] ?? 0) ^ byte
  return distance
}

/** The XOR distance of two ids as a whole number, from 0 to 2^256 - 1. */
export function distance(a: KadId, b: KadId): bigint {
  return BigInt(`0x${a}`) ^ BigInt(`0x${b}`)
}

/**
 * Which of `a` and `b` is nearer to `target`: negative for `a`, positive for `b`,
 * 0 only when they are the same id. Fit for `sort`.
 */
export function compareDistance(target: KadId, a: KadId, b: KadId): number {
  // The first digit in which a and b differ decides: before it both distances are equal.
  const digit = firstDifference(a, b)
  if (digit === DIGITS) return 0
  const to = nibble(target, digit)
  return (nibble(a, digit) ^ to) - (nibble(b, digit) ^ to)
}

/** How many leading bits two ids share, from 0 to 256 (an id with itself). */
export function commonPrefixLength(a: KadId, b: KadId): number {
  const digit = firstDifference(a, b)
  if (digit === DIGITS) return ID_BITS
  return digit * 4 + Math.clz32(nibble(a, digit) ^ nibble(b, digit)) - 28
}

/**
 * The k-bucket of `own` that `other` belongs into: `i` for distances from 2^i up to 2^(i+1)
 * (Maymounkov and Mazières 2002, section 2.2), so 255 for the far half of all ids.
 * -1 for the own id, which belongs into none.
 */
export function bucketIndex(own: KadId, other: KadId): number {
  return ID_BITS - 1 - commonPrefixLength(own, other)
}

/**
 * The base-2 logarithm of the distance, with a fraction, for drawing; from 0 to 256,
 * and -Infinity for an id and itself.
 */
export function log2Distance(a: KadId, b: KadId): number {
  const bits = distance(a, b)
  if (bits === 0n) return -Infinity
  // 53 bits are what a number holds exactly: shift the rest away and add it back.
  const shift = Math.max(0, ID_BITS - commonPrefixLength(a, b) - 53)
  return Math.log2(Number(bits >> BigInt(shift))) + shift
}

/** The share of the id space, in [0, 1), that is nearer to `a` than `b` is. */
export function shareNearer(a: KadId, b: KadId): number {
  return Number(distance(a, b)) / 2 ** ID_BITS
}

/**
 * The `k` items nearest to `target`, nearest first; all of them when there are fewer.
 * Items with the same id keep their order.
 *
 * @throws RangeError when `k` is negative or not a number.
 */
export function closestTo<T>(
  target: KadId,
  items: Iterable<T>,
  k: number,
  idOf: (item: T) => KadId,
): T[] {
  if (!(k >= 0)) throw new RangeError(`k must not be negative, but is ${k}`)
  const closest: T[] = []
  const ids: KadId[] = []
  for (const item of items) {
    const id = idOf(item)
    let place = closest.length
    // Most items are farther than the k found so far and stop at the first comparison.
    for (; place > 0; place -= 1) {
      const before = ids[place - 1]
      if (before === undefined || compareDistance(target, before, id) <= 0) break
    }
    if (place >= k) continue
    closest.splice(place, 0, item)
    ids.splice(place, 0, id)
    if (closest.length > k) {
      closest.pop()
      ids.pop()
    }
  }
  return closest
}

const DIGITS = ID_BITS / 4

/** The index of the first hex digit in which two ids differ; 64 when they are the same. */
function firstDifference(a: KadId, b: KadId): number {
  let digit = 0
  while (digit < DIGITS && a.charCodeAt(digit) === b.charCodeAt(digit)) digit += 1
  return digit
}

/** The value of one hex digit of an id. */
function nibble(id: KadId, digit: number): number {
  const code = id.charCodeAt(digit)
  return code < 58 ? code - 48 : code - 87
}
