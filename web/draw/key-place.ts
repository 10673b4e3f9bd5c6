// A key that is dragged along the space: which id is at a place of the ring, or so far from another.

import { ID_BITS, type KadId } from '../../src/kad/kad-id.ts'
import { CELLS, cellOf, idOfCell, type Scale } from './magnifier.ts'

/** Bits of a dragged id that a place decides; those that follow repeat them. */
const PLACED_BITS = 32

/** The id at a share of a turn round the ring; under the magnifier the first of its place. */
export function idAtTurn(turn: number, scale: Scale): KadId {
  const share = turn - Math.floor(turn)
  if (scale === 'six') return idOfCell(Math.floor(share * CELLS))
  const head = Math.floor(share * 2 ** PLACED_BITS)
  return head
    .toString(16)
    .padStart(PLACED_BITS / 4, '0')
    .repeat(ID_BITS / PLACED_BITS) as KadId
}

/**
 * The id whose distance from another is two to the power of `power`, as near as 32 bits come.
 *
 * @param power base-2 logarithm of the distance, from 0 to just under 256; beyond that the end is taken
 */
export function idAtPower(from: KadId, power: number, scale: Scale): KadId {
  const inside = Math.max(0, Math.min(ID_BITS - 1e-6, power))
  if (scale === 'six') {
    const distance = Math.round(2 ** (inside - (ID_BITS - Math.log2(CELLS))))
    return idOfCell(cellOf(from) ^ Math.min(CELLS - 1, distance))
  }
  const whole = Math.floor(inside)
  const mantissa = BigInt(Math.floor(2 ** (inside - whole + PLACED_BITS)))
  const distance = (mantissa << BigInt(whole)) >> BigInt(PLACED_BITS)
  return (BigInt(`0x${from}`) ^ distance).toString(16).padStart(ID_BITS / 4, '0') as KadId
}
