// `npm run bench:records`: what records cost: latency, copies, messages and bytes against k and republishing.

import '../relay/node-polyfills.ts'
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { relayPlace, startRelay } from '../e2e/processes.ts'
import { measureRecords, type RecordFigures } from './records-lab.ts'
import { loadTable, recordTable } from './records-report.ts'
import { runLoad, type LoadResult } from './records-load.ts'

const USAGE = `npm run bench:records -- [options]
  --peers N      peers of the Lab (32)
  --records N    records that are put in it (32)
  --k LIST       bucket sizes, and copies of a record (4,8,20)
  --republish L  republish intervals, in seconds (10,60,300)
  --intervals N  how many of them are measured (3)
  --nodes N      Node peers of the room under load, beside its relay (63)
  --clients N    clients that put and get at once in a room of real peers (50)
  --seconds N    for so long (60)
  --only PART    lab or load
  --out FILE     where the JSON goes (test-results/bench-records.json)`

/** Runs the bench; the exit code is 1 when an answer was wrong, lost, or an error. */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      peers: { type: 'string', default: '32' },
      records: { type: 'string', default: '32' },
      k: { type: 'string', default: '4,8,20' },
      republish: { type: 'string', default: '10,60,300' },
      intervals: { type: 'string', default: '3' },
      nodes: { type: 'string', default: '63' },
      clients: { type: 'string', default: '50' },
      seconds: { type: 'string', default: '60' },
      only: { type: 'string' },
      out: { type: 'string', default: 'test-results/bench-records.json' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores`
  console.log(`${machine}, load ${loadavg()[0]?.toFixed(1) ?? '?'} before\n`)

  const lab: RecordFigures[] = []
  const [peers, records, intervals] = [values.peers, values.records, values.intervals].map(
    Number,
  ) as [number, number, number]
  for (const k of values.only === 'load' ? [] : numbersOf(values.k)) {
    for (const seconds of numbersOf(values.republish)) {
      lab.push(await measureRecords({ peers, records, intervals, k, republishMs: seconds * 1000 }))
    }
  }
  if (lab.length > 0) console.log(`${peers} peers, ${records} records\n\n${recordTable(lab)}\n`)

  const load = values.only === 'lab' ? undefined : await underLoad(values)
  if (load !== undefined) console.log(loadTable(load))
  await mkdir('test-results', { recursive: true })
  const report = { at: new Date().toISOString(), machine, lab, load }
  await writeFile(values.out, `${JSON.stringify(report, undefined, 2)}\n`)
  return load === undefined || isClean(load) ? 0 : 1
}

/** Whether everything was answered, and rightly. */
function isClean({ getMs, wrong, lost, failed }: LoadResult): boolean {
  return getMs.length > 0 && wrong + lost + Object.keys(failed).length === 0
}

/** The load on a relay of its own with Node peers beside it. */
async function underLoad(values: {
  nodes: string
  clients: string
  seconds: string
}): Promise<LoadResult> {
  const place = await relayPlace()
  const relay = await startRelay(place, ['--peers', values.nodes, '--quiet'])
  try {
    while (!relay.output().includes('have joined')) {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const [clients, seconds] = [Number(values.clients), Number(values.seconds)]
    return await runLoad({ url: relay.url, clients, seconds })
  } finally {
    await relay.stop()
    await place.remove()
  }
}

function numbersOf(list: string): number[] {
  return list.split(',').map(Number)
}
