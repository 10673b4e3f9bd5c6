// Runs a sweep: a Lab for each point, what its lookups cost, and how right they are.

import { seededRandom } from '../../base/random.ts'
import { times, untilJoined, withLab, type Count, type ExperimentInit } from '../experiment.ts'
import type { Lab } from '../lab.ts'
import type { PutRecord } from '../load.ts'
import { measureLookup } from '../recall.ts'
import { parseScenario } from '../scenario.ts'
import { LookupMeter } from './lookup-meter.ts'
import { pointsOf, type SweepPlan, type SweepPoint } from './sweep-plan.ts'

/** What was measured at a point. Means are over the lookups, peers or records. */
export interface SweepRow extends SweepPoint {
  /** Hops to the nearest peer found; 1 for a known contact. */
  readonly hops: number
  /** Requests of a lookup. */
  readonly messages: number
  /** Contacts of a peer. */
  readonly tableSize: number
  /** Copies of a record; 0 when none is put. */
  readonly copies: number
  /** The share of lookups that found exactly the true k closest, from 0 to 1. */
  readonly exact: number
  /** The share of the true k closest that were found, from 0 to 1. */
  readonly recall: number
  /** Until all peers had joined, in milliseconds: it says as much of the machine as of the DHT. */
  readonly readyMs: number
}

/** A step of a sweep. */
export type SweepStep =
  | ({
      readonly type: 'progress'
      readonly point: SweepPoint
      readonly stage: 'joining' | 'measuring'
    } & Count)
  | { readonly type: 'row'; readonly row: SweepRow }

/** Lookups that are made at once. */
const AT_ONCE = 8

/** Measures each point of a plan; results come as they are there, smallest Labs first. */
export async function* runSweep(plan: SweepPlan, init: ExperimentInit): AsyncGenerator<SweepStep> {
  for (const point of pointsOf(plan)) {
    const meter = new LookupMeter()
    const scenario = parseScenario({ ...point, seed: plan.seed })
    const hear = { onEnvelope: meter.hear.bind(meter) }
    yield* withLab(scenario, { ...init, ...hear }, (lab) =>
      measurePoint(lab, plan, point, meter, init),
    )
  }
}

async function* measurePoint(
  lab: Lab,
  plan: SweepPlan,
  point: SweepPoint,
  meter: LookupMeter,
  init: ExperimentInit,
): AsyncGenerator<SweepStep> {
  const startedAt = init.clock.now()
  for await (const count of untilJoined(lab, init)) {
    yield { type: 'progress', point, stage: 'joining', ...count }
  }
  const readyMs = init.clock.now() - startedAt
  const put = await lab.putRecords(plan.records)
  const copies = mean(put.map((record) => copiesOf(lab, record)))

  meter.take()
  const random = seededRandom(`${plan.seed}/lookups`)
  const measured: Awaited<ReturnType<typeof measureLookup>>[] = []
  const looking = times(plan.lookups, AT_ONCE, init.signal, async () => {
    const asker = random.pick(lab.peers)
    measured.push(await measureLookup(lab.peers, asker, point.k, random))
  })
  for await (const count of looking) yield { type: 'progress', point, stage: 'measuring', ...count }
  const costs = meter.take()
  const row: SweepRow = {
    ...point,
    hops: mean(costs.map(({ hops }) => hops)),
    messages: mean(costs.map(({ messages }) => messages)),
    tableSize: mean(lab.peers.map((peer) => contactsOf(peer.snapshot().buckets))),
    copies,
    exact: mean(measured.map(({ wanted, hits }) => (wanted === hits ? 1 : 0))),
    recall:
      mean(measured.map(({ hits }) => hits)) /
      Math.max(1, mean(measured.map(({ wanted }) => wanted))),
    readyMs,
  }
  yield { type: 'row', row }
}

function copiesOf(lab: Lab, record: PutRecord | undefined): number {
  if (record === undefined) return 0
  return lab.peers.filter((peer) => peer.snapshot().records.some(({ key }) => key === record.key))
    .length
}

function contactsOf(buckets: readonly { readonly contacts: readonly unknown[] }[]): number {
  return buckets.reduce((sum, { contacts }) => sum + contacts.length, 0)
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length)
}
