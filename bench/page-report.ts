// The page's figures as a table, each beside its bar.

import type { BenchWay } from './page-elements.ts'
import type { PageFigures } from './page-measure.ts'
import type { Weight } from './page-weight.ts'

/** Everything that was measured. */
export interface PageReport {
  readonly at: string
  readonly machine: string
  readonly peers: number
  /** Events a second. */
  readonly rate: number
  readonly events: number
  readonly firstPaint: readonly Weight[]
  readonly views: Readonly<Record<string, PageFigures>>
  /** Live JavaScript objects once the whole recording is there. */
  readonly heapMegabytes: number
  readonly messages: Readonly<Record<BenchWay, PageFigures>>
}

/** The bars of section 7 of the design. */
const BARS = { framesPerSecond: 30, longestTaskMs: 50, firstPaintKiB: 120 } as const

/** The report as Markdown, and whether all bars were met. */
export function pageTable(report: PageReport): { text: string; met: boolean } {
  const { views, messages, firstPaint, machine, peers, rate, events } = report
  const kib = firstPaint.reduce((sum, { bytes }) => sum + bytes, 0) / 1024
  const met =
    kib <= BARS.firstPaintKiB &&
    Object.values(views).every(
      (one) =>
        one.framesPerSecond >= BARS.framesPerSecond && one.longestTaskMs <= BARS.longestTaskMs,
    )
  const text = [
    `${peers} peers, ${rate} events a second, ${machine}`,
    '',
    '| | frames/s | longest task | long tasks | script a frame | layout a frame | busy |',
    '|---|---|---|---|---|---|---|',
    `| bar | ${BARS.framesPerSecond} | ${BARS.longestTaskMs} ms | 0 | | | |`,
    ...Object.entries(views).map(([view, figures]) => lineOf(view, figures)),
    lineOf('messages as elements', messages.elements),
    lineOf('messages on a canvas', messages.canvas),
    '',
    `First paint: ${kib.toFixed(1)} KiB of script, compressed (bar ${BARS.firstPaintKiB} KiB).`,
    `After ${events} events: ${report.heapMegabytes.toFixed(0)} MB of live objects.`,
  ].join('\n')
  return { text, met }
}

function lineOf(name: string, figures: PageFigures): string {
  const { framesPerSecond, longestTaskMs, longTasks, busy } = figures
  const task = longestTaskMs === 0 ? 'below 50 ms' : `${longestTaskMs.toFixed(0)} ms`
  const cells = [
    framesPerSecond.toFixed(1),
    task,
    longTasks,
    `${figures.scriptMsPerFrame.toFixed(1)} ms`,
    `${figures.layoutMsPerFrame.toFixed(1)} ms`,
    `${Math.round(busy * 100)} %`,
  ]
  return `| ${name} | ${cells.join(' | ')} |`
}
