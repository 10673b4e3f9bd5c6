// Runs the same seeded workload on each arrangement and size: load, messages, and what survives.

import { delay } from '../../base/clock.ts'
import { seededRandom, type Random } from '../../base/random.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import { times, type Count, type ExperimentInit } from '../experiment.ts'
import { ARRANGEMENTS, type Arrangement, type ComparisonPlan } from './comparison-plan.ts'
import { startDhtNetwork } from './dht-network.ts'
import type { Network } from './network.ts'
import { startServerNetwork } from './server-network.ts'

/** What has happened by then: nothing; 30 % of the peers crashed; and the server, or bootstrap, too. */
export type Phase = 'running' | 'crashed' | 'killed'

/** What one network did in one phase. */
export interface ComparisonRow {
  readonly arrangement: Arrangement
  /** At the start, a server not counted. */
  readonly peers: number
  readonly phase: Phase
  readonly gets: number
  /** Gets that brought the value that was put. */
  readonly right: number
  readonly failed: number
  /** Carried in this phase: in the first one putting and getting, later getting. */
  readonly messages: number
  readonly bytes: number
  /** Carried until all had joined. */
  readonly joinMessages: number
  /** Messages that a node took in during this phase: the mean of those that run, a server too, and the most. */
  readonly loadMean: number
  readonly loadMost: number
}

/** A step of a comparison. */
export type ComparisonStep =
  | ({
      readonly type: 'progress'
      readonly arrangement: Arrangement
      readonly peers: number
      readonly phase: Phase
    } & Count)
  | { readonly type: 'row'; readonly row: ComparisonRow }

const PHASES: readonly Phase[] = ['running', 'crashed', 'killed']

const CRASH_SHARE = 0.3

/** How long a network has to settle after peers are gone, in milliseconds. */
const SETTLE_MS = 3_000

const AT_ONCE = 8

/** Compares the arrangements; results come size after size, smallest first. */
export async function* runComparison(
  plan: ComparisonPlan,
  init: ExperimentInit,
): AsyncGenerator<ComparisonStep> {
  for (const peers of [...plan.sizes].sort((a, b) => a - b)) {
    for (const arrangement of ARRANGEMENTS) {
      init.signal?.throwIfAborted()
      yield { type: 'progress', arrangement, peers, phase: 'running', done: 0, total: plan.gets }
      yield* runOne(plan, arrangement, peers, init)
    }
  }
}

async function* runOne(
  plan: ComparisonPlan,
  arrangement: Arrangement,
  peers: number,
  { clock, signal }: ExperimentInit,
): AsyncGenerator<ComparisonStep> {
  const { k, seed } = plan
  const network =
    arrangement === 'dht'
      ? await startDhtNetwork({ peers, k, seed, clock, signal })
      : await startServerNetwork({ arrangement, peers, seed, clock })
  try {
    signal?.throwIfAborted()
    // Peers that have joined look around for a while yet, which is part of joining.
    if (arrangement === 'dht') await delay(clock, SETTLE_MS, signal)
    const joinMessages = network.counts().messages
    const random = seededRandom(`${seed}/workload`)
    for (const phase of PHASES) {
      if (phase === 'crashed') await network.crash(someOf(network, random))
      if (phase === 'killed') await network.kill()
      if (phase !== 'running') await delay(clock, SETTLE_MS, signal)
      const before = measure(network)
      if (phase === 'running') await putAll(network, plan.records, random)
      let right = 0
      const fetching = times(plan.gets, AT_ONCE, signal, async () => {
        const index = random.int(plan.records)
        const value = await network.get(random.pick(network.peers()), keyOf(index))
        if (value === valueOf(index)) right += 1
      })
      for await (const count of fetching) {
        yield { type: 'progress', arrangement, peers, phase, ...count }
      }
      const gets = plan.gets
      const outcome = { gets, right, failed: gets - right }
      const cost = difference(before, measure(network))
      yield { type: 'row', row: { arrangement, peers, phase, ...outcome, joinMessages, ...cost } }
    }
  } finally {
    await network.stop()
  }
}

/** Those that crash: never the first, which is the DHT's bootstrap. */
function someOf(network: Network, random: Random): PeerName[] {
  const [, ...others] = network.peers()
  return random.shuffle(others).slice(0, Math.round(CRASH_SHARE * others.length))
}

async function putAll(network: Network, records: number, random: Random): Promise<void> {
  for (let index = 0; index < records; index += 1) {
    await network.put(random.pick(network.peers()), keyOf(index), valueOf(index))
  }
}

function keyOf(index: number): string {
  return `/u/compared-${index}`
}

function valueOf(index: number): string {
  return `value ${index}`
}

interface Measured {
  readonly messages: number
  readonly bytes: number
  readonly nodes: readonly PeerName[]
  readonly received: ReadonlyMap<PeerName, number>
}

function measure(network: Network): Measured {
  const { messages, bytes } = network.counts()
  return { messages, bytes, nodes: network.nodes(), received: new Map(network.received()) }
}

function difference(
  before: Measured,
  after: Measured,
): Pick<ComparisonRow, 'messages' | 'bytes' | 'loadMean' | 'loadMost'> {
  const loads = after.nodes.map(
    (node) => (after.received.get(node) ?? 0) - (before.received.get(node) ?? 0),
  )
  return {
    messages: after.messages - before.messages,
    bytes: after.bytes - before.bytes,
    loadMean: loads.reduce((sum, load) => sum + load, 0) / Math.max(1, loads.length),
    loadMost: Math.max(0, ...loads),
  }
}
