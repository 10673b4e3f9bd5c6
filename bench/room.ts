// `npm run bench:room`: how a room of real tabs forms and works, with Kadscope and with the libraries alone.

import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { buildPage } from './build-page.ts'
import { startQuietBrowser } from './quiet-browser.ts'
import { rowsOf, tableOf } from './room-report.ts'
import { runRound, type RoundResult } from './room-round.ts'
import {
  SIDES,
  startBaseline,
  startKadscope,
  startPeersOnly,
  type Side,
  type SideName,
} from './room-sides.ts'

const USAGE = `npm run bench:room -- [options]
  --tabs N      tabs that are opened at once (8)
  --rounds N    rounds, each once with Kadscope and once with the baseline (3)
  --k N         bucket size and copies of a record (4)
  --records N   records stored and fetched (24)
  --limit S     the longest that a room may take to form, in seconds (120)
  --only SIDE   kadscope, peers-only (without World and page) or baseline
  --out FILE    where the JSON goes (test-results/bench-room.json)`

/** Runs the bench; the exit code is 1 when a bar was missed. */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      tabs: { type: 'string', default: '8' },
      rounds: { type: 'string', default: '3' },
      k: { type: 'string', default: '4' },
      records: { type: 'string', default: '24' },
      limit: { type: 'string', default: '120' },
      only: { type: 'string' },
      out: { type: 'string', default: 'test-results/bench-room.json' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const [tabs, rounds, k, records] = [values.tabs, values.rounds, values.k, values.records].map(
    Number,
  ) as [number, number, number, number]
  const sides = SIDES.filter((side) => values.only === undefined || values.only === side)
  const start = await preparedSides(sides, k)

  const results: RoundResult[] = []
  for (let round = 0; round < rounds; round += 1) {
    // Alternating, so that neither always comes first on a machine that is warm or busy.
    for (const name of round % 2 === 0 ? sides : [...sides].reverse()) {
      const side = await start(name)
      const browser = await startQuietBrowser()
      const init = { tabs, k, records, limitMs: Number(values.limit) * 1_000 }
      const result = await runRound(browser, side, init)
      await browser.close()
      await side.stop()
      results.push(result)
      const formed = result.trueMs === undefined ? 'never' : `${result.trueMs} ms`
      console.log(`round ${round + 1}, ${name}: formed after ${formed}`)
    }
  }

  const rows = rowsOf(results, sides, tabs)
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores`
  console.log(`\n${tabs} tabs at once, k ${k}, ${rounds} rounds; ${machine}\n`)
  console.log(tableOf(rows, sides))
  await mkdir('test-results', { recursive: true })
  const report = { at: new Date().toISOString(), machine, tabs, k, rounds, rows, results }
  await writeFile(values.out, `${JSON.stringify(report, undefined, 2)}\n`)
  return rows.some(({ met }) => met === false) ? 1 : 0
}

/** Builds what the sides need, and returns what starts one. */
async function preparedSides(
  sides: readonly SideName[],
  k: number,
): Promise<(side: SideName) => Promise<Side>> {
  const baseline = sides.includes('baseline') ? await buildPage('baseline') : ''
  const peersOnly = sides.includes('peers-only') ? await buildPage('peers-only') : ''
  return (side) => {
    switch (side) {
      case 'kadscope':
        return startKadscope({ k })
      case 'peers-only':
        return startPeersOnly({ k }, peersOnly)
      case 'baseline':
        return startBaseline({ k }, baseline)
    }
  }
}
