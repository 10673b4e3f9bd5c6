// The magnifier of the first lesson: the same space over the first six bits, where distances are 0 to 63.

import type { KadId } from '../../src/kad/kad-id.ts'
import { huePosition } from '../../src/kad/nickname.ts'
import { prefixOf } from '../../src/kad/prefix.ts'

/** How many leading bits of ids a picture looks at: all of them, or the first six. */
export type Scale = 'whole' | 'six'

/** Bits under the magnifier. */
export const SIX = 6

/** Places under the magnifier. */
export const CELLS = 2 ** SIX

/** Which of the 64 places an id falls into: its first six bits as a number. */
export function cellOf(id: KadId): number {
  return Number.parseInt(id.slice(0, 2), 16) >> 2
}

/** The first id of a place, 0 to 63. */
export function idOfCell(cell: number): KadId {
  return (cell << 2).toString(16).padStart(2, '0').padEnd(64, '0') as KadId
}

/** Where an id lies on the ring, as a share of a turn; under the magnifier in the middle of its place. */
export function turnOfId(id: KadId, scale: Scale): number {
  return scale === 'whole' ? huePosition(id) : (cellOf(id) + 0.5) / CELLS
}

/** Two ids over each other in six bits, and the sum that the bits of their XOR make. */
export interface SixBits {
  readonly a: string
  readonly b: string
  readonly xor: string
  readonly distance: number
  /** Such as `8 + 2`; `0` when all six bits are the same. */
  readonly sum: string
}

/** What each bit under the magnifier is worth. */
export const PLACE_VALUES: readonly number[] = [32, 16, 8, 4, 2, 1]

/** The first six bits of two ids, and their XOR as a number. */
export function sixBitsOf(one: KadId, other: KadId): SixBits {
  const distance = cellOf(one) ^ cellOf(other)
  const terms = PLACE_VALUES.filter((value) => (distance & value) !== 0)
  return {
    a: prefixOf(one, SIX),
    b: prefixOf(other, SIX),
    xor: distance.toString(2).padStart(SIX, '0'),
    distance,
    sum: terms.length === 0 ? '0' : terms.join(' + '),
  }
}
