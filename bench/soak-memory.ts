// Whether memory stays flat: the least of the last quarter beside the least of the second one.

/** One measurement. */
export interface Sample {
  /** Milliseconds since the start. */
  readonly at: number
  readonly bytes: number
}

/** How memory went. */
export interface MemoryVerdict {
  readonly earlier: number
  readonly later: number
  readonly flat: boolean
}

/**
 * What one recorded envelope takes, in bytes, as a soak measured it between 39,000 and 94,000 of them:
 * 355 its own, the rest its place in the timeline and its share of the stored Worlds. A recording
 * grows to 110,000 envelopes and is bounded then, which is no leak.
 */
export const ENVELOPE_BYTES = 456

/** What a tab uses. */
export interface TabMemory {
  readonly bytes: number
  /** Envelopes of its recording. */
  readonly recorded: number
}

/** Bytes that a tab uses beside its recording. */
export function besideRecording({ bytes, recorded }: TabMemory): number {
  return bytes - recorded * ENVELOPE_BYTES
}

/** Growth that is taken as flat: a share of what there was, and something for the unevenness. */
const SHARE = 1.3
const SLACK_BYTES = 16 * 1024 * 1024

/**
 * Compares the least of two quarters, as the least is what is left after garbage collection. The
 * first quarter is left out, as recordings and tables fill up in it.
 */
export function judgeMemory(samples: readonly Sample[]): MemoryVerdict {
  const first = samples[0]?.at ?? 0
  const span = (samples.at(-1)?.at ?? 0) - first
  const quarter = (number: number): number[] =>
    samples
      .filter(({ at }) => {
        const share = span === 0 ? 0 : (at - first) / span
        return share >= (number - 1) / 4 && (share < number / 4 || number === 4)
      })
      .map(({ bytes }) => bytes)
  const earlier = Math.min(...quarter(2))
  const later = Math.min(...quarter(4))
  const known = Number.isFinite(earlier) && Number.isFinite(later)
  return { earlier, later, flat: !known || later <= earlier * SHARE + SLACK_BYTES }
}
