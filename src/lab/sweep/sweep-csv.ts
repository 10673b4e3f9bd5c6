// The table of a sweep as CSV (RFC 4180), for a spreadsheet.

import type { SweepRow } from './run-sweep.ts'

/** The columns, in their order: a heading and what stands below it. */
const COLUMNS: readonly (readonly [heading: string, of: (row: SweepRow) => number])[] = [
  ['peers', ({ peers }) => peers],
  ['log2_peers', ({ peers }) => Math.log2(peers)],
  ['k', ({ k }) => k],
  ['alpha', ({ alpha }) => alpha],
  ['paths', ({ paths }) => paths],
  ['hops', ({ hops }) => hops],
  ['messages', ({ messages }) => messages],
  ['table_size', ({ tableSize }) => tableSize],
  ['copies', ({ copies }) => copies],
  ['exact', ({ exact }) => exact],
  ['recall', ({ recall }) => recall],
  ['ready_ms', ({ readyMs }) => readyMs],
]

/** Digits behind the point at most: more would be noise. */
const DIGITS = 4

/** One heading line and one line a row, each ended by CR LF; numbers with a point, whatever the locale. */
export function writeCsv(rows: readonly SweepRow[]): string {
  const lines = [
    COLUMNS.map(([heading]) => heading),
    ...rows.map((row) => COLUMNS.map(([, of]) => String(Number(of(row).toFixed(DIGITS))))),
  ]
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('')
}
