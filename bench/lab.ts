// npm run bench:lab: how fast Labs of 64, 200 and 1,000 peers are, in Node and in the page, beside others.

import { spawn } from 'node:child_process'
import { availableParallelism, loadavg } from 'node:os'
import path from 'node:path'
import { build, type Plugin, type UserConfig } from 'vite'
import { NODE_BUNDLED, NODE_STAND_INS } from '../.tools/stand-ins.ts'
import type { LabFigures } from './lab-figures.ts'
import type { LongTasks } from './long-tasks.ts'
import { measureLabPage, type LabPageFigures } from './lab-page.ts'
import { median } from './statistics.ts'

/** Where the programs are built to: our own and those of libraries as they are. */
const OUT = {
  lab: 'node_modules/.cache/bench-lab',
  libraries: 'node_modules/.cache/bench-lab-others',
}

/** What is measured: each in a process of its own, one after the other. */
const RUNS: readonly (readonly [kind: string, peers: number])[] = [
  ['lab', 64],
  ['lab', 200],
  ['lab', 1_000],
  ['libp2p', 64],
  ['libp2p', 200],
  ['dht-rpc', 63],
  ['dht-rpc', 200],
]

/** Peers of Labs that are measured in the page, which is the kind `page`. */
const PAGE_SIZES = [64, 200, 1_000]

/** Measures everything, or only the kinds and sizes named: `lab`, `200`, or `lab 200` for one run. */
export async function main(args: readonly string[]): Promise<number> {
  const kinds = args.filter((arg) => Number.isNaN(Number(arg)))
  const sizes = args.map(Number).filter((size) => !Number.isNaN(size))
  const wanted = (kind: string, peers: number): boolean =>
    (kinds.length === 0 || kinds.includes(kind)) && (sizes.length === 0 || sizes.includes(peers))
  console.log(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'} before`)
  const runs = RUNS.filter(([kind, peers]) => wanted(kind, peers))
  if (runs.length > 0) await measureNetworks(runs)
  const pages = PAGE_SIZES.filter((peers) => wanted('page', peers))
  if (pages.length > 0) {
    const head = ['page', 'peers', 'running', 'ready', 'frames/s']
    console.log(`${row(head)}  tasks over 50 ms, joining and then`)
    await measureLabPage(pages, (figures) => {
      console.log(pageRow(figures))
    })
  }
  return 0
}

async function measureNetworks(runs: typeof RUNS): Promise<void> {
  // As `npm run build` builds what runs in Node.
  await buildRun(OUT.lab, { resolve: { alias: NODE_STAND_INS }, ssr: NODE_BUNDLED })
  await buildRun(OUT.libraries, {})
  const head = ['', 'peers', 'ready', 'processor', '99 % found', 'lookups/s', 'MB', 'tap', 'World']
  console.log(row(head))
  for (const [kind, peers] of runs) console.log(rowOf(kind, peers, await runOne(kind, peers)))
}

async function buildRun(folder: string, how: UserConfig): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [switchedTap],
    ...how,
    build: {
      ssr: 'bench/lab-run.ts',
      outDir: folder,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      // One file a module, so that a profile says whose time it is.
      rolldownOptions: { output: { preserveModules: true, preserveModulesRoot: '.' } },
    },
  })
}

/** Has peers made with a tap that can be turned off. */
const switchedTap: Plugin = {
  name: 'switched-tap',
  enforce: 'pre',
  resolveId(source, importer) {
    const isOfPeer = source === './tap/tap.ts' && importer?.endsWith('/create-peer.ts') === true
    return isOfPeer ? path.resolve('bench/lab-tap-switch.ts') : undefined
  },
}

function runOne(kind: string, peers: number): Promise<LabFigures | string> {
  const folder = kind === 'lab' ? OUT.lab : OUT.libraries
  const child = spawn(
    process.execPath,
    ['--expose-gc', `${folder}/bench/lab-run.js`, kind, String(peers)],
    // As in the page: libraries leave their checks for developers out.
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_ENV: 'production' } },
  )
  let text = ''
  child.stdout.on('data', (chunk) => (text += String(chunk)))
  return new Promise((resolve) => {
    child.on('close', () => {
      const last = text.trim().split('\n').at(-1) ?? ''
      resolve(last.startsWith('{') ? (JSON.parse(last) as LabFigures) : last || 'failed')
    })
  })
}

function rowOf(kind: string, peers: number, figures: LabFigures | string): string {
  if (typeof figures === 'string') return `${row([kind, String(peers)])}  ${figures}`
  const { readyMs, readyCpuMs, foundMs, lookupsPerSecond, megabytes, tapShare, worldShare } =
    figures
  return row([
    kind,
    String(peers),
    seconds(readyMs),
    seconds(readyCpuMs),
    seconds(foundMs),
    lookupsPerSecond.toFixed(0),
    megabytes.toFixed(0),
    percent(tapShare),
    percent(worldShare),
  ])
}

function pageRow(figures: LabPageFigures): string {
  const { view, peers, runningMs, readyMs, framesPerSecond, joining, watching } = figures
  const cells = [view, String(peers), seconds(median(runningMs)), seconds(median(readyMs))]
  const tasks = `${tasksOf(joining)}; ${tasksOf(watching)}`
  const all = readyMs.map((ms) => (ms / 1_000).toFixed(2)).join(', ')
  return `${row([...cells, framesPerSecond.toFixed(0)])}  ${tasks}; ready after ${all} s`
}

/** How many tasks there were and how long the longest was, by the clock and by the thread's own time. */
function tasksOf({ byClock, byThread }: LongTasks): string {
  return `${longOf(byClock)} (own time ${longOf(byThread)})`
}

function longOf([longest, ...others]: readonly number[]): string {
  return longest === undefined ? 'none' : `${1 + others.length}, ${longest.toFixed(0)} ms`
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? '-' : `${(ms / 1_000).toFixed(2)} s`
}

function percent(share: number | undefined): string {
  return share === undefined ? '-' : `${(share * 100).toFixed(1)} %`
}

function row(cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(12)).join('')
}
