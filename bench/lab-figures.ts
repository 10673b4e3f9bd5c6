// What one run of the Lab's benchmark measures.

/** Figures of one network; times are milliseconds since the first peer was made. */
export interface LabFigures {
  /** Until all first lookups and refreshes have been made. */
  readonly readyMs: number
  /** Processor time of the whole process until then: other work on the machine hardly changes it. */
  readonly readyCpuMs: number
  /** Until lookups of every peer find 99 % of the true k closest. */
  readonly foundMs: number | undefined
  /** One after the other. */
  readonly lookupsPerSecond: number
  /** Live memory with the program's own, after a collection. */
  readonly megabytes: number
  /** What the tap adds to a lookup's processor time, as a share of what it takes without tap and World. */
  readonly tapShare?: number
  /** What folding the World adds on top of that, as a share of the same. */
  readonly worldShare?: number
}

/** Processor time of this process since it began, all threads, in milliseconds. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/** How many lookups a second are made when each has the machine to itself. */
export async function lookupRate(
  count: number,
  lookUp: (index: number) => Promise<unknown>,
): Promise<number> {
  const startedAt = performance.now()
  for (let index = 0; index < count; index += 1) await lookUp(index)
  return count / ((performance.now() - startedAt) / 1_000)
}
