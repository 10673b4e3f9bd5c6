// `npm run soak`: a class played through, with joins, leaves, reloads and relay restarts, by a seed.

import { parseArgs } from 'node:util'
import '../relay/node-polyfills.ts'
import { seededRandom } from '../src/base/random.ts'
import { besideRecording, judgeMemory, type Sample, type TabMemory } from './soak-memory.ts'
import { createPlay, noCounts } from './soak-play.ts'
import { SoakRoom } from './soak-room.ts'

const USAGE = `npm run soak -- [options]
  --minutes N   how long it is played (10)
  --seed S      what happens; the same for the same seed (1)
  --peers N     peers in all: tabs, the relay and nodes in its process (24)
  --tabs N      tabs at most (8)
  --records N   records at most, which are put again then (60): memory grows with what a room holds`

const K = 4

/** How often memory is measured, in milliseconds. */
const SAMPLE_MS = 10_000

/** Tabs that never leave. */
const STAYING = 2

/** The relay is restarted at these shares of the time; the rest is for its memory to be watched. */
const RESTARTS = [0.2, 0.45]

/** Plays, and says how it went; the exit code is 1 when something was wrong. */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      peers: { type: 'string', default: '24' },
      tabs: { type: 'string', default: '8' },
      records: { type: 'string', default: '60' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const most = Number(values.tabs)
  const nodes = Math.max(0, Number(values.peers) - most - 1)
  const room = await SoakRoom.open({ k: K, nodes, options: ['--republish', '15'] })
  const counts = noCounts()
  const stays = await Promise.all(Array.from({ length: STAYING }, () => room.join()))
  const random = seededRandom(values.seed)
  const play = createPlay({
    ...{ room, random, counts, stays },
    ...{ most, least: STAYING + 1, records: Number(values.records) },
  })

  const spanMs = Number(values.minutes) * 60_000
  const startedAt = Date.now()
  const memory = { relay: [] as Sample[], tabs: stays.map((): Sample[] => []) }
  const latest = new Map<string, TabMemory>()
  const restarts = RESTARTS.map((share) => share * spanMs)
  for (let at = 0, sampleAt = 0; at < spanMs; at = Date.now() - startedAt) {
    if (at >= (restarts[0] ?? Infinity)) {
      restarts.shift()
      await play.restart()
      // What the last life of the relay took up says nothing of this one.
      memory.relay = []
    }
    if (at >= sampleAt) {
      sampleAt = at + SAMPLE_MS
      const relay = await room.relayMemory()
      memory.relay.push({ at, bytes: relay })
      for (const [index, tab] of stays.entries()) {
        const used = await room.tabMemory(tab)
        latest.set(tab.name, used)
        memory.tabs[index]?.push({ at, bytes: besideRecording(used) })
      }
      const { gets, puts } = counts
      const held = [...latest.values()].map(
        ({ bytes, recorded }) => `${mib(bytes)} with ${recorded} events`,
      )
      console.log(
        `${Math.round(at / 1000)} s: ${room.tabs.length} tabs, ${puts} puts, ${gets} gets;`,
        `relay ${mib(relay)}; ${held.join(', ')}`,
      )
    }
    await play.step()
  }
  await room.close()

  const verdicts = [
    { what: 'relay', ...judgeMemory(memory.relay) },
    ...memory.tabs.map((samples, index) => ({
      what: `${stays[index]?.name ?? ''} beside its recording`,
      ...judgeMemory(samples),
    })),
  ]
  const { getsFailed, ...figures } = counts
  console.log(`\nseed ${values.seed}, ${values.minutes} minutes`)
  console.log(figures)
  for (const { what, earlier, later, flat } of verdicts) {
    console.log(`memory of ${what}: ${mib(earlier)}, later ${mib(later)}${flat ? '' : ': GREW'}`)
  }
  for (const [name, used] of latest) {
    console.log(`${name} at the end: ${mib(used.bytes)} with ${used.recorded} events recorded`)
  }
  for (const line of [...getsFailed, ...room.faults].slice(0, 40)) console.log(`FAULT ${line}`)
  const ok =
    getsFailed.length === 0 && room.faults.length === 0 && verdicts.every(({ flat }) => flat)
  console.log(ok ? 'All is well.' : 'Something is wrong, see above.')
  return ok ? 0 : 1
}

function mib(bytes: number): string {
  return Number.isFinite(bytes) ? `${(bytes / 1024 / 1024).toFixed(1)} MiB` : 'not measured'
}
