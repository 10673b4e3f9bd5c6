// Facts about whole Labs: joining, dying, churn, and that a seed says it all.

import { afterEach, describe, expect, test, vi } from 'vitest'
import { realClock } from '../base/clock.ts'
import type { Envelope } from '../event/envelope.ts'
import type { EventKind, EventOf } from '../event/event.ts'
import { Lab } from './lab.ts'
import { parseScenario } from './scenario.ts'
import { choose } from './steps.ts'
import { seededRandom } from '../base/random.ts'

// On a busy machine these take a while.
vi.setConfig({ testTimeout: 60_000 })

let lab: Lab
let told: Envelope[]

async function run(scenario: object): Promise<Lab> {
  told = []
  lab = new Lab({
    scenario: parseScenario(scenario),
    clock: realClock,
    onEnvelope: (envelope) => told.push(envelope),
  })
  await lab.run()
  return lab
}

function events<Kind extends EventKind>(kind: Kind): EventOf<Kind>[] {
  return told.map(({ event }) => event).filter((event) => event.kind === kind) as EventOf<Kind>[]
}

function namesOf(of: Lab): string[] {
  return of.peers.map(({ peerId }) => peerId)
}

afterEach(() => lab.stop())

test('V1 after a burst of joins lookups find the true k closest, k 8', async () => {
  await run({ peers: 64, k: 8 })
  const { share, failed } = await lab.recall()
  expect(failed).toBe(0)
  expect(share).toBeGreaterThanOrEqual(0.99)
})

test('V1 a Lab that is stopped while it opens starts nobody any more', async () => {
  told = []
  const first = Promise.withResolvers<undefined>()
  lab = new Lab({
    scenario: parseScenario({ peers: 32 }),
    clock: realClock,
    onEnvelope(envelope) {
      told.push(envelope)
      first.resolve(undefined)
    },
  })
  const running = lab.run()
  await first.promise
  await lab.stop()
  await running
  expect(lab.peers).toEqual([])
  const started = events('peer.started').length
  expect(started).toBeGreaterThan(0)
  expect(started).toBeLessThan(32)
  expect(events('peer.stopped')).toHaveLength(started)
})

describe('V2 after 30 % crashed', () => {
  test('no table holds one of the dead, and lookups find the true k closest', async () => {
    await run({ peers: 64 })
    const dead = new Set<string>(choose(lab, 0.3, seededRandom('dead')))
    await lab.crash(choose(lab, 0.3, seededRandom('dead')))
    expect(lab.peers).toHaveLength(64 - dead.size)
    const holdsDead = (): boolean =>
      lab.peers.some((peer) =>
        peer.snapshot().buckets.some(({ contacts }) => contacts.some((name) => dead.has(name))),
      )
    await expect.poll(holdsDead, { timeout: 20_000 }).toBe(false)
    await expect
      .poll(async () => (await lab.recall()).share, { timeout: 20_000 })
      .toBeGreaterThan(0.99)
  })
})

describe('V3 a seed', () => {
  const scenario = {
    peers: 12,
    seed: 'same',
    records: 5,
    steps: [{ atMs: 0, do: 'latency', share: 0.5, ms: 7 }],
  }
  test('says who the peers are, which records they put and whom faults hit', async () => {
    await run(scenario)
    const names = namesOf(lab)
    const faults = lab.faults.list()
    const records = events('lookup.started').filter(({ operation }) => operation === 'put')
    await lab.stop()
    await run(scenario)
    expect(namesOf(lab)).toEqual(names)
    expect(lab.faults.list()).toEqual(faults)
    expect(
      events('lookup.started')
        .filter(({ operation }) => operation === 'put')
        .map(({ key }) => key),
    ).toEqual(records.map(({ key }) => key))
    await lab.stop()
    await run({ ...scenario, seed: 'other' })
    expect(namesOf(lab)).not.toEqual(names)
  })
})

test('V5 churn replaces those who go, and the network stays whole', async () => {
  await run({ peers: 24, churn: { sessionMs: 1_000 } })
  const names = new Set(namesOf(lab))
  await expect
    .poll(() => namesOf(lab).filter((name) => !names.has(name)).length, { timeout: 20_000 })
    .toBeGreaterThan(5)
  lab.churn(undefined)
  await lab.untilReady()
  await expect
    .poll(async () => (await lab.recall()).share, { timeout: 20_000 })
    .toBeGreaterThan(0.98)
  expect(Math.abs(lab.peers.length - 24)).toBeLessThan(3)
})
