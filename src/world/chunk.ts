// A few values of a row in versions, and what is left of them when some go.

/** Who is changing a row. What is made in an edit is changed in place by it, and by no other one. */
export type Edit = symbol

/** What becomes of a value that is looked at: with the last, it and all after it stay. */
export type Fate = 'goes' | 'stays' | 'all stay'

/** Two to the power of this many values are in a chunk, which a change copies. */
export const CHUNK_BITS = 4
export const CHUNK_SIZE = 1 << CHUNK_BITS
export const CHUNK_MASK = CHUNK_SIZE - 1

/** Values that lie together. */
export interface Chunk<Value> {
  /** Which edit made it; the others copy it. */
  readonly edit: Edit | undefined
  /** A bit for each value that this edit has put there. */
  put: number
  /** Undefined where there is none any more. */
  readonly values: (Value | undefined)[]
}

/** A row that was sifted. */
export interface Sifted<Value> {
  /** The row with those that stay; undefined when none goes, or none stays. */
  readonly kept: (Value | undefined)[] | undefined
  /** How many go. */
  readonly lost: number
  /** Whether all in the rows after it stay. */
  readonly isLast: boolean
}

/** Asks for the fate of each value in a row, in order, until all others stay; leaves the row as it is. */
export function sift<Value>(
  values: readonly (Value | undefined)[],
  fateOf: (value: Value) => Fate,
): Sifted<Value> {
  let kept: (Value | undefined)[] | undefined
  let lost = 0
  let isEmpty = true
  let isLast = false
  for (let place = 0; place < values.length && !isLast; place += 1) {
    const value = values[place]
    if (value === undefined) continue
    const fate = fateOf(value)
    isLast = fate === 'all stay'
    if (fate === 'goes') {
      kept ??= values.slice()
      kept[place] = undefined
      lost += 1
    } else isEmpty = false
  }
  return { kept: isEmpty ? undefined : kept, lost, isLast }
}
