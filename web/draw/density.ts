// The timeline's histogram: how much happened when, in as many columns as there is room for.

/** Columns of counts over a span of time. */
export interface Density {
  readonly from: number
  readonly to: number
  readonly counts: readonly number[]
  readonly highest: number
}

/** What a histogram needs of a timeline. */
export interface Times {
  /** The index after the last event at or before a time. */
  indexAt(time: number): number
}

/** Counts the events in each of `columns` parts of a span of milliseconds. */
export function densityOf(
  times: Times,
  span: { readonly from: number; readonly to: number },
  columns: number,
): Density {
  const parts = Math.max(1, Math.floor(columns))
  const width = (span.to - span.from) / parts
  const counts: number[] = []
  // A little before the span, so that what lies at its very beginning counts.
  let before = times.indexAt(span.from - 1e-6)
  for (let part = 1; part <= parts; part += 1) {
    const after = times.indexAt(span.from + width * part)
    counts.push(after - before)
    before = after
  }
  return { ...span, counts, highest: Math.max(...counts) }
}

/** Height of a column, 0..1: the square root, so that a quiet time is still seen beside a burst. */
export function columnHeight(count: number, highest: number): number {
  return highest === 0 ? 0 : Math.sqrt(count / highest)
}
