// The charts of the Growth and Compare views as plain data: what each shows, and its series.

import type { Arrangement } from '../../src/lab/compare/comparison-plan.ts'
import type { ComparisonRow, Phase } from '../../src/lab/compare/run-comparison.ts'
import type { SweepRow } from '../../src/lab/sweep/run-sweep.ts'

/** A point of a chart. */
export interface ChartPoint {
  /** Peers. */
  readonly x: number
  readonly y: number
  /** Points of one series are joined. */
  readonly series: string
}

/** One chart. */
export interface Chart {
  readonly id: string
  readonly title: string
  /** What it says, in one sentence. */
  readonly about: string
  readonly points: readonly ChartPoint[]
  /** Peers of the networks that will be measured. */
  readonly sizes: readonly number[]
  /** Whether log2 of the peers is drawn beside it. */
  readonly log2: boolean
  /** How far up it goes at least. */
  readonly top: number
  /** Whether its figures are shares of 1. */
  readonly share: boolean
}

type Of<Row> = (row: Row) => number

interface Recipe<Row> {
  readonly id: string
  readonly title: string
  readonly about: string
  /** One line for each, with what its series is called besides the settings. */
  readonly lines: readonly (readonly [name: string, of: Of<Row>])[]
  readonly log2?: boolean
  readonly top?: number
  readonly share?: boolean
}

const GROWTH: readonly Recipe<SweepRow>[] = [
  {
    id: 'hops',
    title: 'Hops',
    about: 'From peer to peer until the nearest was found. Kademlia promises no more than log₂ N.',
    lines: [['', ({ hops }) => hops]],
    log2: true,
  },
  {
    id: 'messages',
    title: 'Messages a lookup',
    about:
      'Requests until the k closest were sure: hops, times those asked at once, and the last round.',
    lines: [['', ({ messages }) => messages]],
    log2: true,
  },
  {
    id: 'tableSize',
    title: 'Contacts a peer',
    about: 'How many each peer knows: k for each bucket in use, and about log₂ N of these.',
    lines: [['', ({ tableSize }) => tableSize]],
    log2: true,
  },
  {
    id: 'copies',
    title: 'Copies a record',
    about: 'They stay at k however large the network is: that is why it can grow.',
    lines: [['', ({ copies }) => copies]],
    top: 1,
  },
  {
    id: 'accuracy',
    title: 'Accuracy',
    about:
      'Compared by brute force with the true k closest of all peers: lookups that found exactly these, and the share found.',
    lines: [
      ['exactly', ({ exact }) => exact],
      ['share found', ({ recall }) => recall],
    ],
    top: 1,
    share: true,
  },
]

/** The charts of a sweep; of the sizes to come they show what Kademlia promises. */
export function growthCharts(rows: readonly SweepRow[], sizes: readonly number[] = []): Chart[] {
  const varied = (['k', 'alpha', 'paths'] as const).filter(
    (setting) => new Set(rows.map((row) => row[setting])).size > 1,
  )
  const nameOf = (row: SweepRow): string =>
    varied.map((setting) => `${SETTING_SIGNS[setting]} ${row[setting]}`).join(', ')
  return GROWTH.map((recipe) => ({ ...chartOf(recipe, rows, nameOf), sizes }))
}

const SETTING_SIGNS = { k: 'k', alpha: 'α', paths: 'paths' } as const

/** What each arrangement is called. */
export const ARRANGEMENT_NAMES: Readonly<Record<Arrangement, string>> = {
  central: 'central server',
  rendezvous: 'rendezvous server',
  dht: 'DHT',
}

const COMPARED: readonly Recipe<ComparisonRow>[] = [
  {
    id: 'busiest',
    title: 'Load of the busiest node',
    about: 'Messages that the server, or the busiest peer, took in for the same work.',
    lines: [['', ({ loadMost }) => loadMost]],
  },
  {
    id: 'traffic',
    title: 'Messages in all',
    about: 'What the same puts and gets cost the whole network: the price of having no server.',
    lines: [['', ({ messages }) => messages]],
  },
  {
    id: 'joining',
    title: 'Messages to get in',
    about: 'Until all peers had joined.',
    lines: [['', ({ joinMessages }) => joinMessages]],
  },
]

/** The charts of a comparison while all is well. */
export function comparisonCharts(rows: readonly ComparisonRow[]): Chart[] {
  const running = rows.filter(({ phase }) => phase === 'running')
  return COMPARED.map((recipe) =>
    chartOf(recipe, running, ({ arrangement }) => ARRANGEMENT_NAMES[arrangement]),
  )
}

/** What an arrangement of one size still answered in a phase. */
export interface Survival {
  readonly phase: Phase
  readonly arrangement: Arrangement
  /** Right answers of all gets, from 0 to 1. */
  readonly share: number
}

/** How the largest networks fared, phase by phase: of those that are through in all arrangements. */
export function survivals(rows: readonly ComparisonRow[]): {
  peers: number
  survivals: Survival[]
} {
  const sizes = [...new Set(rows.map((row) => row.peers))].sort((a, b) => b - a)
  const of = (size: number): ComparisonRow[] => rows.filter((row) => row.peers === size)
  const most = Math.max(0, ...sizes.map((size) => of(size).length))
  const peers = sizes.find((size) => of(size).length === most) ?? 0
  return {
    peers,
    survivals: of(peers).map(({ phase, arrangement, right, gets }) => ({
      phase,
      arrangement,
      share: right / Math.max(1, gets),
    })),
  }
}

function chartOf<Row extends { readonly peers: number }>(
  { id, title, about, lines, log2 = false, top = 0, share = false }: Recipe<Row>,
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): Chart {
  const points = lines.flatMap(([name, of]) =>
    rows.map((row) => ({
      x: row.peers,
      y: of(row),
      series: [nameOf(row), name].filter((part) => part !== '').join(', '),
    })),
  )
  return { id, title, about, points, sizes: [], log2, top, share }
}

/** The names of a chart's series, in the order in which they came. */
export function seriesOf({ points }: Chart): string[] {
  return [...new Set(points.map(({ series }) => series))]
}
