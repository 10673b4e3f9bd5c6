// Draws one chart with Observable Plot, in the page's own colours; loaded when the first is drawn.

import * as Plot from '@observablehq/plot'
import type { Palette } from '../../draw/canvas.ts'
import { seriesOf, type Chart } from '../../draw/growth-charts.ts'
import { percent } from '../../draw/lab-words.ts'

/** What a chart is drawn for. */
export interface ChartFrame {
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** Pixels of the small text size. */
  readonly text: number
  readonly palette: Palette
}

/** How the lines of several series differ: colour belongs to ids. */
const DASHES = ['none', '6 4', '1.5 4', '10 3 2 3', '3 3'] as const
const SYMBOLS = ['circle', 'diamond', 'square', 'triangle', 'cross'] as const

/** The chart as SVG. */
export function drawChart(chart: Chart, { width, height, text, palette }: ChartFrame): SVGElement {
  const { points, share } = chart
  const { ink, quiet, hairline, ground } = palette
  const sizes = [...new Set([...points.map(({ x }) => x), ...chart.sizes])].sort((a, b) => a - b)
  const series = seriesOf(chart)
  const highest = Math.max(chart.top, ...points.map(({ y }) => y))
  const logs = chart.log2 ? sizes.map((x) => ({ x, y: Math.log2(x) })) : []
  const top = Math.max(highest, ...logs.map(({ y }) => y)) * 1.08 || 1
  const common = { x: 'x', y: 'y' } as const
  const drawn = Plot.plot({
    width,
    height,
    marginLeft: text * 3.6,
    marginRight: text * 1.4,
    marginTop: text * 1.6,
    marginBottom: text * 3.2,
    style: {
      fontSize: `${text}px`,
      fontFamily: palette.sans,
      color: quiet,
      background: 'none',
      overflow: 'visible',
    },
    x: {
      type: 'log',
      base: 2,
      ticks: fitting(sizes, width / (text * 3.5)),
      tickFormat: (x: number) => x.toString(),
      label: 'peers',
      domain: domainOf(sizes),
    },
    y: {
      domain: [0, top],
      label: null,
      ticks: 4,
      ...(share ? { tickFormat: (y: number) => percent(y) } : {}),
    },
    symbol: { domain: series, range: [...SYMBOLS] },
    marks: [
      Plot.gridY({ stroke: hairline, strokeOpacity: 1, ticks: 4 }),
      Plot.ruleY([0], { stroke: hairline }),
      Plot.line(logs, { ...common, stroke: quiet, strokeWidth: 1, strokeDasharray: '2 4' }),
      Plot.text(logs.slice(-1), {
        ...common,
        text: () => 'log₂ N',
        fill: quiet,
        stroke: ground,
        textAnchor: 'end',
        dy: -text * 0.8,
      }),
      ...series.map((name, index) =>
        Plot.line(
          points.filter((point) => point.series === name),
          {
            ...common,
            stroke: ink,
            strokeWidth: 1.5,
            strokeDasharray: DASHES[index % DASHES.length] ?? 'none',
          },
        ),
      ),
      Plot.dot(points, { ...common, symbol: 'series', stroke: ink, fill: ground, r: 3.5 }),
      Plot.tip(
        points,
        Plot.pointer({
          ...common,
          fill: ground,
          stroke: quiet,
          title: ({ x, y, series: name }: (typeof points)[number]) =>
            `${name === '' ? '' : `${name}\n`}${x} peers: ${share ? percent(y) : y.toFixed(2)}`,
        }),
      ),
    ],
  })
  drawn.setAttribute('aria-hidden', 'true')
  drawn.removeAttribute('aria-label')
  return drawn as SVGElement
}

/** From the least to the most peers, with some room round a single size. */
function domainOf(sizes: readonly number[]): [number, number] {
  const [least, most] = [sizes[0] ?? 1, sizes.at(-1) ?? 2]
  return least === most ? [least / 2, most * 2] : [least, most]
}

/** As many of the ticks as there is room for, the ends among them. */
function fitting(ticks: readonly number[], room: number): number[] {
  const every = Math.ceil(ticks.length / Math.max(2, room))
  return ticks.filter((_, index) => (ticks.length - 1 - index) % every === 0)
}

/** The dashes of a series in a legend. */
export function dashOf(index: number): string {
  return DASHES[index % DASHES.length] ?? 'none'
}

/** The points of a series in a legend, as SVG paths round the origin; in the order of `SYMBOLS`. */
const FORMS = [
  'M-3.5 0A3.5 3.5 0 1 1 3.5 0A3.5 3.5 0 1 1-3.5 0Z',
  'M0-5.8L3.3 0L0 5.8L-3.3 0Z',
  'M-3.1-3.1H3.1V3.1H-3.1Z',
  'M0-5.4L4.7 2.7H-4.7Z',
  'M-4.2-1.4H-1.4V-4.2H1.4V-1.4H4.2V1.4H1.4V4.2H-1.4V1.4H-4.2Z',
] as const

/** The form of a series' points in a legend. */
export function formOf(index: number): string {
  return FORMS[index % FORMS.length] ?? FORMS[0]
}
