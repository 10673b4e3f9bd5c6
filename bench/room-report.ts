// The figures of all rounds as a table, each beside its bar.

import type { RoundResult } from './room-round.ts'
import type { SideName } from './room-sides.ts'
import { median, quantile } from './statistics.ts'

/** One line of the table. */
export interface Row {
  readonly what: string
  /** The figure of each side. */
  readonly cells: Partial<Readonly<Record<SideName, string>>>
  /** What is to be reached, and whether it was; empty where there is no bar. */
  readonly bar: string
  readonly met: boolean | undefined
}

/** How a figure is taken from the rounds of one side. */
type Figure = (rounds: readonly RoundResult[]) => number

const forming: Figure = (rounds) => median(rounds.map(({ trueMs }) => trueMs ?? Infinity))

interface Line {
  readonly what: string
  readonly figure: Figure
  readonly unit: 'ms' | ''
  readonly bar?: { readonly text: string; readonly met: (value: number, other: number) => boolean }
}

/** The lines for rooms of so many tabs; the bars are those of section 7 of the design. */
function linesFor(tabs: number): Line[] {
  const of = (pick: (round: RoundResult) => readonly number[], share: number): Figure => {
    return (rounds) => quantile(rounds.flatMap(pick), share)
  }
  return [
    { what: 'own peer ready, p50', figure: of(({ readyMs }) => readyMs, 0.5), unit: 'ms' },
    { what: 'own peer ready, max', figure: of(({ readyMs }) => readyMs, 1), unit: 'ms' },
    {
      what: 'all lookups find the true k closest',
      figure: forming,
      unit: 'ms',
      bar: { text: '1/5 of the baseline', met: (value, other) => value <= other / 5 },
    },
    { what: 'rounds in which they never did', figure: neverFormed, unit: '' },
    {
      what: 'wires are settled',
      figure: (rounds) => median(rounds.map(({ settledMs }) => settledMs)),
      unit: 'ms',
    },
    {
      what: `tab ${tabs + 1} joins: own peer ready`,
      figure: of(({ lateReadyMs }) => [lateReadyMs], 0.5),
      unit: 'ms',
      bar: { text: '1000 ms', met: (value) => value <= 1_000 },
    },
    {
      what: 'spare connections, both ends',
      figure: (rounds) => median(rounds.map(({ duplicates }) => duplicates)),
      unit: '',
    },
    { what: 'put, warm, p50', figure: of(({ put }) => put.ms, 0.5), unit: 'ms' },
    { what: 'put, warm, p99', figure: of(({ put }) => put.ms, 0.99), unit: 'ms' },
    {
      what: 'get, warm, p50',
      figure: of(({ get }) => get.ms, 0.5),
      unit: 'ms',
      bar: { text: '60 ms', met: (value) => value <= 60 },
    },
    {
      what: 'get, warm, p99',
      figure: of(({ get }) => get.ms, 0.99),
      unit: 'ms',
      bar: { text: '400 ms', met: (value) => value <= 400 },
    },
    {
      what: 'get while every 5th is killed, p50',
      figure: of(({ getWithKills }) => getWithKills.ms, 0.5),
      unit: 'ms',
      bar: { text: '60 ms', met: (value) => value <= 60 },
    },
    {
      what: 'get while every 5th is killed, p99',
      figure: of(({ getWithKills }) => getWithKills.ms, 0.99),
      unit: 'ms',
      bar: { text: '400 ms', met: (value) => value <= 400 },
    },
    { what: 'puts and gets that failed', figure: failures, unit: '' },
    { what: 'pages that had to be loaded anew', figure: reloads, unit: '' },
  ]
}

const neverFormed: Figure = (rounds) => rounds.filter(({ trueMs }) => trueMs === undefined).length

const failures: Figure = (rounds) =>
  rounds.reduce((sum, { put, get, getWithKills }) => {
    return sum + put.failed + get.failed + getWithKills.failed
  }, 0)

const reloads: Figure = (rounds) => rounds.reduce((sum, round) => sum + round.reloads, 0)

/** The rows of the table. */
export function rowsOf(
  results: readonly RoundResult[],
  sides: readonly SideName[],
  tabs: number,
): Row[] {
  const of = (side: SideName): RoundResult[] => results.filter((round) => round.side === side)
  const each = (cell: (rounds: readonly RoundResult[]) => string): Row['cells'] =>
    Object.fromEntries(sides.map((side) => [side, cell(of(side))]))
  const rows = linesFor(tabs).map(({ what, figure, unit, bar }): Row => {
    const value = figure(of('kadscope'))
    return {
      what,
      cells: each((rounds) => written(figure(rounds), unit)),
      bar: bar?.text ?? '',
      met: Number.isNaN(value) ? undefined : bar?.met(value, figure(of('baseline'))),
    }
  })
  return [...rows, { what: 'connections by path', cells: each(pathsOf), bar: '', met: undefined }]
}

/** The table as text. */
export function tableOf(rows: readonly Row[], sides: readonly SideName[]): string {
  const cells = [
    ['', ...sides, 'bar'],
    ...rows.map(({ what, cells, bar, met }) => {
      const verdict = met === undefined ? '' : met ? ' ✓' : ' ✗'
      return [what, ...sides.map((side) => cells[side] ?? ''), `${bar}${verdict}`]
    }),
  ]
  const widths = [...sides, ''].map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  )
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n')
}

function written(value: number, unit: string): string {
  if (Number.isNaN(value)) return '–'
  if (value === Infinity) return 'never'
  return `${Math.round(value)}${unit === '' ? '' : ` ${unit}`}`
}

/** The connections of the last round. */
function pathsOf(rounds: readonly RoundResult[]): string {
  const last = rounds.at(-1)?.paths ?? {}
  return Object.entries(last)
    .map(([path, count]) => `${count} ${path}`)
    .join(', ')
}
