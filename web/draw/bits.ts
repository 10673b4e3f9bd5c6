// Two ids over each other: where they agree, where they part, and how far that is.

import type { KadId } from '../../src/kad/kad-id.ts'
import { ID_BITS } from '../../src/kad/kad-id.ts'
import { commonPrefixLength, distance, log2Distance } from '../../src/kad/metric.ts'
import { bitAt } from '../../src/kad/prefix.ts'

/** What two ids have in common, and their distance in three ways. */
export interface BitsFacts {
  /** Leading bits that are equal. */
  readonly shared: number
  /** The distance as 64 hex digits. */
  readonly hex: string
  /** log2 of the distance. */
  readonly power: number
  /** Share of the id space that is nearer, in words. */
  readonly share: string
}

/** How far two ids are from each other. */
export function bitsOf(one: KadId, other: KadId): BitsFacts {
  const power = log2Distance(one, other)
  const hex = distance(one, other)
    .toString(16)
    .padStart(ID_BITS / 4, '0')
  return { shared: commonPrefixLength(one, other), hex, power, share: shareWords(power) }
}

/** A grid of the 256 bits of two ids and of their XOR: three lines in each row of the grid. */
export interface BitGrid {
  readonly width: number
  readonly height: number
  /** The bits that are 1, as SVG paths of squares; the XOR's are where the ids differ. */
  readonly one: string
  readonly other: string
  readonly xor: string
  /** Stretches of the common prefix, one a row. */
  readonly shared: readonly { readonly y: number; readonly width: number }[]
  /** The first row of lines, in pixels from the top, for their names. */
  readonly lines: readonly [number, number, number]
  readonly rowHeight: number
}

/** Pixels between the three lines of a row, and between rows, in cells. */
const LINES = 3.2
const ROW = 4.4

/** Lays the bits out in rows of so many columns, `cell` pixels from bit to bit. */
export function bitGrid(one: KadId, other: KadId, columns: number, cell: number): BitGrid {
  const rows = ID_BITS / columns
  const shared = commonPrefixLength(one, other)
  const path = (isOne: (bit: number) => boolean, line: number): string => {
    let squares = ''
    const size = (cell * 0.74).toFixed(1)
    for (let bit = 0; bit < ID_BITS; bit += 1) {
      if (!isOne(bit)) continue
      const x = (bit % columns) * cell
      const y = (Math.floor(bit / columns) * ROW + (line * LINES) / 3) * cell
      squares += `M${x.toFixed(1)} ${y.toFixed(1)}h${size}v${size}h-${size}z`
    }
    return squares
  }
  return {
    width: columns * cell,
    height: ((rows - 1) * ROW + LINES) * cell,
    one: path((bit) => bitAt(one, bit) === 1, 0),
    other: path((bit) => bitAt(other, bit) === 1, 1),
    xor: path((bit) => bitAt(one, bit) !== bitAt(other, bit), 2),
    shared: Array.from({ length: Math.ceil(shared / columns) }, (_, row) => ({
      y: row * ROW * cell,
      width: Math.min(columns, shared - row * columns) * cell,
    })),
    lines: [0, (LINES / 3) * cell, ((LINES * 2) / 3) * cell],
    rowHeight: LINES * cell,
  }
}

function shareWords(power: number): string {
  const percent = 2 ** (power - 256) * 100
  if (percent >= 1) return `${Math.round(percent).toString()} % of all ids are nearer`
  if (percent >= 0.001) return `${percent.toPrecision(2)} % of all ids are nearer`
  return 'hardly any id is nearer'
}
