// npm run bench:lab: how fast Labs of 64, 200 and 1,000 peers are, beside N libp2p nodes and dht-rpc.

import { spawn } from 'node:child_process'
import { availableParallelism, loadavg } from 'node:os'
import { build } from 'vite'
import type { LabFigures } from './lab-figures.ts'

const OUT = 'node_modules/.cache/bench-lab'

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

/** Measures everything, or only the kinds and sizes named, such as `lab` or `200`. */
export async function main(args: readonly string[]): Promise<number> {
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: 'bench/lab-run.ts',
      outDir: OUT,
      target: 'node20',
      minify: false,
      // One file a module, so that a profile says whose time it is.
      rolldownOptions: { output: { preserveModules: true, preserveModulesRoot: '.' } },
    },
  })
  console.log(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'} before`)
  console.log(
    ['', 'peers', 'ready', 'processor', '99 % found', 'lookups/s', 'MB', 'tap', 'World']
      .map(pad)
      .join(''),
  )
  for (const [kind, peers] of RUNS) {
    if (args.length > 0 && !args.includes(kind) && !args.includes(String(peers))) continue
    console.log(rowOf(kind, peers, await runOne(kind, peers)))
  }
  return 0
}

function runOne(kind: string, peers: number): Promise<LabFigures | string> {
  const child = spawn(
    process.execPath,
    ['--expose-gc', `${OUT}/bench/lab-run.js`, kind, String(peers)],
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
  if (typeof figures === 'string') return `${pad(kind)}${pad(String(peers))}  ${figures}`
  const { readyMs, readyCpuMs, foundMs, lookupsPerSecond, megabytes, tapShare, worldShare } =
    figures
  return [
    kind,
    String(peers),
    seconds(readyMs),
    seconds(readyCpuMs),
    seconds(foundMs),
    lookupsPerSecond.toFixed(0),
    megabytes.toFixed(0),
    percent(tapShare),
    percent(worldShare),
  ]
    .map(pad)
    .join('')
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? '-' : `${(ms / 1_000).toFixed(2)} s`
}

function percent(share: number | undefined): string {
  return share === undefined ? '-' : `${(share * 100).toFixed(1)} %`
}

function pad(text: string): string {
  return text.padStart(12)
}
