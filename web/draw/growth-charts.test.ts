// Facts about the charts: each figure of each row is in its place.

import { expect, test } from 'vitest'
import type { ComparisonRow } from '../../src/lab/compare/run-comparison.ts'
import type { SweepRow } from '../../src/lab/sweep/run-sweep.ts'
import { comparisonCharts, growthCharts, seriesOf, survivals } from './growth-charts.ts'

function sweepRow(peers: number, k: number): SweepRow {
  const figures = { hops: 1, messages: 2, tableSize: 3, copies: k, exact: 0.5, recall: 0.75 }
  return { peers, k, alpha: 3, paths: 1, readyMs: 10, ...figures }
}

test('a sweep makes a chart of each figure against the peers', () => {
  const charts = growthCharts([sweepRow(8, 4), sweepRow(16, 4)])
  expect(charts.map(({ id }) => id)).toEqual([
    'hops',
    'messages',
    'tableSize',
    'copies',
    'accuracy',
  ])
  const [hops] = charts
  expect(hops?.points).toEqual([
    { x: 8, y: 1, series: '' },
    { x: 16, y: 1, series: '' },
  ])
  const accuracy = charts.at(-1)
  expect(accuracy?.points.map(({ y }) => y)).toEqual([0.5, 0.5, 0.75, 0.75])
})

test('before anything is measured there is what will be', () => {
  const [hops] = growthCharts([], [8, 16])
  expect(hops).toMatchObject({ points: [], sizes: [8, 16], log2: true })
})

test('settings that differ make series of their own, others are not named', () => {
  const [hops] = growthCharts([sweepRow(8, 4), sweepRow(8, 8)])
  expect(hops === undefined ? [] : seriesOf(hops)).toEqual(['k 4', 'k 8'])
})

test('a comparison is charted as it ran, and survival is that of the largest', () => {
  const row = (peers: number, phase: ComparisonRow['phase'], right: number): ComparisonRow => ({
    arrangement: 'dht',
    peers,
    phase,
    gets: 10,
    right,
    failed: 10 - right,
    messages: 100,
    bytes: 1_000,
    joinMessages: 50,
    loadMean: 3,
    loadMost: 7,
  })
  const rows = [
    row(8, 'running', 10),
    row(8, 'killed', 9),
    row(16, 'running', 10),
    row(16, 'killed', 8),
  ]
  expect(comparisonCharts(rows)[0]?.points).toEqual([
    { x: 8, y: 7, series: 'DHT' },
    { x: 16, y: 7, series: 'DHT' },
  ])
  expect(survivals(rows)).toEqual({
    peers: 16,
    survivals: [
      { phase: 'running', arrangement: 'dht', share: 1 },
      { phase: 'killed', arrangement: 'dht', share: 0.8 },
    ],
  })
  // One that is still under way is not shown in place of one that is through.
  expect(survivals([...rows, row(32, 'running', 10)]).peers).toBe(16)
})
