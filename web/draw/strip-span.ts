// Which stretch of time the timeline's strip shows.

/** How much of a live session is shown, in milliseconds. */
export const LATEST_MS = 60_000

/** The shortest stretch that is drawn, in milliseconds. */
const SHORTEST_MS = 5000

/** A stretch of the source's time, in milliseconds. */
export interface Span {
  readonly from: number
  readonly to: number
}

/**
 * The last minute, moved back so that the playhead stays on it, or everything. Ends at the latest
 * time, with a little room so that the playhead is not at the very edge.
 */
export function stripSpan(
  clock: { readonly from: number; readonly now: number; readonly at: number },
  all: boolean,
): Span {
  const length = Math.max(SHORTEST_MS, clock.now - clock.from)
  if (all || length <= LATEST_MS) return { from: clock.from, to: clock.from + length }
  const latest = clock.now - LATEST_MS
  const from = Math.max(clock.from, Math.min(latest, clock.at - LATEST_MS * 0.1))
  return { from, to: from + LATEST_MS }
}
