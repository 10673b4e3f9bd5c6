// What one run of the Lab's benchmark measures.

/** Figures of one network; times are milliseconds since the first peer was made. */
export interface LabFigures {
  /** Until all first lookups and refreshes have been made. */
  readonly readyMs: number
  /** Until lookups of every peer find 99 % of the true k closest. */
  readonly foundMs: number | undefined
  readonly lookupsPerSecond: number
  /** Live memory with the program's own, after a collection. */
  readonly megabytes: number
  /** The tap's share of the time that lookups take, from 0 to 1. */
  readonly tapShare?: number
  /** The same of folding the World. */
  readonly worldShare?: number
}
