// Two ids over each other: where they agree, where they part, and their XOR.

import type { KadId } from '../../src/kad/kad-id.ts'
import { commonPrefixLength, log2Distance } from '../../src/kad/metric.ts'
import { prefixOf } from '../../src/kad/prefix.ts'

/** What two ids have in common. */
export interface BitsPicture {
  readonly a: string
  readonly b: string
  readonly xor: string
  /** Leading bits that are equal. */
  readonly shared: number
  /** log2 of the distance. */
  readonly power: number
  /** Share of the id space that is nearer, in words. */
  readonly share: string
}

/** The first `count` bits of two ids and of their XOR. */
export function bitsOf(one: KadId, other: KadId, count: number): BitsPicture {
  const a = prefixOf(one, count)
  const b = prefixOf(other, count)
  const xor = Array.from(a, (bit, index) => (bit === b[index] ? '0' : '1')).join('')
  const power = log2Distance(one, other)
  return { a, b, xor, shared: commonPrefixLength(one, other), power, share: shareWords(power) }
}

function shareWords(power: number): string {
  const percent = 2 ** (power - 256) * 100
  if (percent >= 1) return `${Math.round(percent).toString()} % of all ids are nearer`
  if (percent >= 0.001) return `${percent.toPrecision(2)} % of all ids are nearer`
  return 'hardly any id is nearer'
}
