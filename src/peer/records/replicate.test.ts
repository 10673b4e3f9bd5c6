// Records live on as peers come and go: tried with real kad-dht on virtual wires.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { realClock } from '../../base/clock.ts'
import { seededRandom, type Random } from '../../base/random.ts'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import { Weather } from '../../lab/fabric/weather.ts'
import { Population, type LabPeer } from '../../lab/population.ts'

const rules = {
  room: 'records',
  protocol: '/kadscope/records/kad/1.0.0',
  k: 4,
  alpha: 3,
  disjointPaths: 1,
  republishMs: 1_000,
  expireMs: 60_000,
  maxValueBytes: 1_024,
}

// They wait for republishing, which takes the time that the rules say.
vi.setConfig({ testTimeout: 20_000 })

let population: Population
let random: Random

function start(change: Partial<typeof rules> = {}): Promise<LabPeer[]> {
  population = new Population({
    rules: { ...rules, ...change },
    clock: realClock,
    random,
    weather: new Weather({ random }),
  })
  return population.burst(12)
}

beforeEach(() => {
  random = seededRandom('replicate')
})

afterEach(() => population.stop())

function holders(key: RecordKey): PeerName[] {
  return population.peers
    .filter((peer) => peer.snapshot().records.some((record) => record.key === key))
    .map(({ peerId }) => peerId)
    .sort()
}

function shouldHold(key: RecordKey): PeerName[] {
  const peers = population.peers.map(({ peerId }) => peerId)
  return closestTo(kadIdOfKey(key), peers, rules.k, kadIdOfPeer).sort()
}

async function untilJoined(): Promise<void> {
  await expect
    .poll(() => population.peers.every((peer) => peer.snapshot().stage === 'ready'))
    .toBe(true)
}

function someone(): LabPeer {
  return random.pick(population.peers)
}

test('all but one holder killed: k copies are back on the true k closest', async () => {
  await start()
  await untilJoined()
  const { key } = await someone().put('survivor')
  expect(holders(key)).toEqual(shouldHold(key))
  for (const holder of holders(key).slice(1)) await population.crash(holder)
  expect(holders(key)).toHaveLength(1)
  await expect
    .poll(() => holders(key), { timeout: 2 * rules.republishMs + 5_000 })
    .toEqual(shouldHold(key))
  expect((await someone().get(key)).value).toBe('survivor')
})

test('closer newcomers get the record, and who is no longer among the closest lets it go', async () => {
  await start()
  await untilJoined()
  const { key } = await someone().put('moves')
  await population.burst(12)
  await untilJoined()
  await expect
    .poll(() => holders(key), { timeout: 4 * rules.republishMs + 5_000 })
    .toEqual(shouldHold(key))
})

test('republishing gives no new life: the record expires everywhere', async () => {
  await start({ republishMs: 400, expireMs: 2_500 })
  await untilJoined()
  const { key } = await someone().put('mortal')
  expect(holders(key)).toHaveLength(rules.k)
  await expect.poll(() => holders(key), { timeout: 10_000 }).toEqual([])
  await expect(someone().get(key)).rejects.toThrow('No peer that was asked holds')
})
