// Where a message is on its wire at a moment: there with the request, back with the answer.

/** When a message left and when its answer, or its failure, was seen; milliseconds. */
export interface FlightTimes {
  readonly sentAt: number
  /** Undefined while nobody knows. */
  readonly endedAt: number | undefined
  readonly failed: boolean
}

/** A message on its way. */
export interface Flight {
  /** Share of the wire between asker (0) and asked (1). */
  readonly along: number
  readonly leg: 'request' | 'answer' | 'failure'
}

/** How long a message under way, whose end is not known, takes to seem half there. */
const UNKNOWN_HALF_MS = 40

/**
 * Where a message is at `at`; undefined before it left and after it ended. Only sent and ended are
 * known for certain, so the way there and the way back take half each.
 */
export function flightAt(times: FlightTimes, at: number): Flight | undefined {
  const { sentAt, endedAt } = times
  if (at < sentAt) return undefined
  if (endedAt === undefined) {
    return { along: 1 - 2 ** (-(at - sentAt) / UNKNOWN_HALF_MS), leg: 'request' }
  }
  if (at > endedAt || endedAt <= sentAt) return undefined
  const share = (at - sentAt) / (endedAt - sentAt)
  if (times.failed) {
    return share < 0.5 ? { along: share * 2, leg: 'request' } : { along: 1, leg: 'failure' }
  }
  return share < 0.5
    ? { along: share * 2, leg: 'request' }
    : { along: 2 - share * 2, leg: 'answer' }
}
