// A gate: lets so many pieces of work run at once, and the others wait for their turn.

/** Runs `work` when there is room; of those that wait, the lowest rank goes first. @default rank 0 */
export type Gate = <Result>(work: () => Promise<Result>, rank?: 0 | 1) => Promise<Result>

/**
 * Makes a gate that lets `width` through at once, those of a rank in the order in which they came.
 *
 * @throws RangeError when `width` is not a whole number from 1.
 */
export function createGate(width: number): Gate {
  if (!Number.isInteger(width) || width < 1) {
    throw new RangeError(`width must be a whole number from 1, not ${width}`)
  }
  const waiting: [(() => void)[], (() => void)[]] = [[], []]
  let free = width
  return async (work, rank = 0) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting[rank].push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting[0].shift() ?? waiting[1].shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}

/** A gate that is always open. */
export const openGate: Gate = (work) => work()
