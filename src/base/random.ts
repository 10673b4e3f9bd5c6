// Randomness as an argument: seeded where runs must repeat, the machine's own in the product.

/** A source of randomness. */
export interface Random {
  /** A number in [0, 1) with 32 bits of randomness. */
  next(): number
  /**
   * A whole number in [0, below).
   *
   * @throws RangeError when `below` is not a whole number from 1 to 2^32.
   */
  int(below: number): number
  /**
   * One of the items, each as likely.
   *
   * @throws RangeError when there is none.
   */
  pick<T>(items: readonly T[]): T
  /** A new array with the same items in random order. */
  shuffle<T>(items: readonly T[]): T[]
  /** `length` random bytes. */
  bytes(length: number): Uint8Array
}

/**
 * Randomness that repeats itself for the same seed. Not for secrets.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand), seeded by hashing the text
 * of the seed with FNV-1a from four starting points.
 */
export function seededRandom(seed: string | number): Random {
  return randomFrom(sfc32(String(seed)))
}

/** Words that the machine is asked for at once: a call for each costs more than its word. */
const WORDS_AT_ONCE = 1_024

/** The machine's own randomness; works on plain HTTP origins too. */
export const realRandom: Random = randomFrom(machineWords())

function machineWords(): () => number {
  const words = new Uint32Array(WORDS_AT_ONCE)
  let used = WORDS_AT_ONCE
  return () => {
    if (used === WORDS_AT_ONCE) {
      crypto.getRandomValues(words)
      used = 0
    }
    const word = words[used] ?? 0
    // What was given out once is nobody's any more.
    words[used] = 0
    used += 1
    return word
  }
}

/** Builds the helpers on a function that gives 32 random bits. */
function randomFrom(word: () => number): Random {
  const next = (): number => word() / 2 ** 32
  const int = (below: number): number => {
    if (!Number.isInteger(below) || below < 1 || below > 2 ** 32) {
      throw new RangeError(`below must be a whole number from 1 to 2^32, not ${below}`)
    }
    return Math.floor(next() * below)
  }
  return {
    next,
    int,
    pick(items) {
      if (items.length === 0) throw new RangeError('items must not be empty')
      // The index is in range; T itself may include undefined.
      return items[int(items.length)] as (typeof items)[number]
    },
    shuffle<T>(items: readonly T[]): T[] {
      const shuffled = [...items]
      for (let last = shuffled.length - 1; last > 0; last -= 1) {
        const other = int(last + 1)
        const held = shuffled[last] as T
        shuffled[last] = shuffled[other] as T
        shuffled[other] = held
      }
      return shuffled
    },
    bytes(length) {
      const bytes = new Uint8Array(length)
      for (let index = 0; index < length; index += 1) bytes[index] = word() >>> 24
      return bytes
    },
  }
}

function sfc32(seed: string): () => number {
  let a = fnv1a(seed, 0x811c9dc5)
  let b = fnv1a(seed, a ^ 0x9e3779b9)
  let c = fnv1a(seed, b ^ 0x243f6a88)
  let counter = fnv1a(seed, c ^ 0xb7e15162)
  const word = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  // The first words still show the seed.
  for (let round = 0; round < 15; round += 1) word()
  return word
}

function fnv1a(text: string, from: number): number {
  let hash = from | 0
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash
}
