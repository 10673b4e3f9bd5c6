// The table of a comparison as CSV (RFC 4180), for a spreadsheet.

import type { ComparisonRow } from '../../src/lab/compare/run-comparison.ts'

const COLUMNS = [
  'arrangement',
  'peers',
  'phase',
  'gets',
  'right',
  'failed',
  'messages',
  'bytes',
  'joinMessages',
  'loadMean',
  'loadMost',
] as const satisfies readonly (keyof ComparisonRow)[]

/** One heading line and one line a row, each ended by CR LF. */
export function comparisonCsv(rows: readonly ComparisonRow[]): string {
  const lines = [
    COLUMNS,
    ...rows.map((row) =>
      COLUMNS.map((column) => {
        const value = row[column]
        return typeof value === 'number' ? String(Number(value.toFixed(4))) : value
      }),
    ),
  ]
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('')
}
