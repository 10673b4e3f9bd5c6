// `npm run bench:relay`: what hundreds of tabs cost the relay: memory for each, and how soon it answers.

import '../relay/node-polyfills.ts'
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { startNodeHost } from '../relay/node-host.ts'
import { relayPlace, startRelay, type RelayProcess } from '../e2e/processes.ts'
import { createGate } from '../src/base/gate.ts'
import { parseBootstrap } from '../src/room/find-room.ts'
import { joinRoom, type RoomSession } from '../src/room/join-room.ts'
import { openLiveMemory, type LiveMemory } from './live-memory.ts'
import { median } from './statistics.ts'

const USAGE = `npm run bench:relay -- [options]
  --tabs N       peers that hold a reservation at the end (500)
  --steps N      in how many steps they come (5)
  --out FILE     where the JSON goes (test-results/bench-relay.json)`

/** The bars of section 7 of the design: tabs, and KiB for each. */
const BARS = { tabs: 500, kibPerTab: 300 } as const

/** Peers that join at the same time. */
const JOIN_AT_ONCE = 8

/** How long the relay is left alone before its memory is read, in milliseconds. */
const SETTLE_MS = 5_000

/** Questions to its web address after each step. */
const QUESTIONS = 20

/** The relay with so many tabs. */
interface Step {
  readonly tabs: number
  readonly reservations: number
  /** Memory that it holds after a collection, in MiB. */
  readonly mib: number
  /** What each tab added to it, in KiB. */
  readonly kibPerTab: number
  /** How soon its web address answered, half of the times, in milliseconds. */
  readonly answerMs: number
}

/** Runs the bench; the exit code is 1 when the bars were not met. */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      tabs: { type: 'string', default: String(BARS.tabs) },
      steps: { type: 'string', default: '5' },
      out: { type: 'string', default: 'test-results/bench-relay.json' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores`
  console.log(`${machine}, load ${loadavg()[0]?.toFixed(1) ?? '?'} before\n`)
  const place = await relayPlace()
  const relay = await startRelay(place, ['--quiet'])
  const memory = await openLiveMemory(relay.pid)
  const sessions: RoomSession[] = []
  const steps: Step[] = []
  try {
    const empty = await memory.bytes()
    const [tabs, count] = [Number(values.tabs), Number(values.steps)]
    for (let step = 1; step <= count; step += 1) {
      const wanted = Math.round((tabs * step) / count)
      sessions.push(...(await joinMany(relay.url, wanted - sessions.length)))
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
      steps.push(await measure(relay, memory, { tabs: sessions.length, empty }))
    }
  } finally {
    memory.close()
    await Promise.all(sessions.map((session) => session.stop()))
    await relay.stop()
    await place.remove()
  }
  console.log(tableOf(steps))
  await mkdir('test-results', { recursive: true })
  const report = { at: new Date().toISOString(), machine, steps }
  await writeFile(values.out, `${JSON.stringify(report, undefined, 2)}\n`)
  const last = steps.at(-1)
  return last?.reservations === last?.tabs && (last?.kibPerTab ?? Infinity) <= BARS.kibPerTab
    ? 0
    : 1
}

/**
 * Peers that hold what a tab holds at the relay: a connection, a reservation, a stream of gossip.
 * As clients they meet nobody else, so that the figures are the relay's and not the room's.
 */
async function joinMany(url: string, count: number): Promise<RoomSession[]> {
  const gate = createGate(JOIN_AT_ONCE)
  const privateKeys = await Promise.all(
    Array.from({ length: count }, () => generateKeyPair('Ed25519')),
  )
  return Promise.all(
    privateKeys.map((privateKey) =>
      gate(async () => {
        const session = await joinRoom({
          privateKey,
          startHost: startNodeHost,
          bootstraps: [parseBootstrap(url)],
          agent: 'node',
          mode: 'client',
          hears: 'never',
        })
        await reserved(session)
        return session
      }),
    ),
  )
}

/** Resolves when the relay has given the peer an address. */
async function reserved(session: RoomSession): Promise<void> {
  while (session.invitations().length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function measure(
  relay: RelayProcess,
  memory: LiveMemory,
  { tabs, empty }: { tabs: number; empty: number },
): Promise<Step> {
  const times: number[] = []
  let reservations = 0
  for (let question = 0; question < QUESTIONS; question += 1) {
    const askedAt = performance.now()
    const answer = await fetch(`${relay.url}/api/health`)
    ;({ reservations } = (await answer.json()) as { reservations: number })
    times.push(performance.now() - askedAt)
  }
  const bytes = await memory.bytes()
  return {
    tabs,
    reservations,
    mib: bytes / 2 ** 20,
    kibPerTab: (bytes - empty) / 1024 / tabs,
    answerMs: median(times),
  }
}

function tableOf(steps: readonly Step[]): string {
  return [
    '| tabs | reservations | relay | for each tab | answers after |',
    '|---|---|---|---|---|',
    ...steps.map(
      ({ tabs, reservations, mib, kibPerTab, answerMs }) =>
        `| ${tabs} | ${reservations} | ${mib.toFixed(0)} MiB | ${kibPerTab.toFixed(0)} KiB | ${answerMs.toFixed(1)} ms |`,
    ),
    `| bar: ${BARS.tabs} | | | ${BARS.kibPerTab} KiB | |`,
  ].join('\n')
}
