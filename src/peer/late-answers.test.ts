// Late answers are not dead peers: real kad-dht on virtual wires, time by hand.

import { afterEach, expect, test, vi } from 'vitest'
import { TestLab } from '../lab/test-lab.ts'
import { MESSAGE_TIMEOUT_MS } from './kad-adapter.ts'

// Much virtual time goes by, and much is said in it.
vi.setConfig({ testTimeout: 60_000 })

let lab: TestLab

afterEach(() => lab.stop())

test('P5 where every answer is later than the usual limit, records are still put and found', async () => {
  lab = new TestLab('late')
  const [writer, reader] = await lab.join(10)
  if (writer === undefined || reader === undefined) throw new Error('no peers')
  const way = MESSAGE_TIMEOUT_MS * 0.6
  lab.weather.latency = { least: way, most: way }
  const { key, quorum } = await lab.run(writer.put('late', { quorum: 'all' }))
  expect(quorum).toBe('all')
  // One whose answer was too late has its copy all the same, and a stand-in one too.
  expect(lab.holders(key)).toEqual(expect.arrayContaining(lab.closest(key)))
  expect((await lab.run(reader.get(key))).value).toBe('late')
})

test('P5 the dead cost a second each, and make nobody wait longer for the next of them', async () => {
  lab = new TestLab('dead')
  await lab.join(24)
  const dead = lab.random.shuffle(lab.peers).slice(0, 8)
  for (const { peerId } of dead) lab.weather.crash(peerId)
  const alive = lab.peers.filter((peer) => !dead.includes(peer))
  const names = new Set(alive.map(({ peerId }) => peerId))
  const before = lab.told.length
  await lab.run(Promise.all(alive.map((peer, number) => peer.closest(`/u/somewhere-${number}`))))
  const failed = lab.told
    .slice(before)
    .flatMap(({ peer, event }) =>
      event.kind === 'rpc.failed' && names.has(peer) ? [event.ms] : [],
    )
  expect(failed.length).toBeGreaterThan(0)
  expect(Math.max(...failed)).toBeLessThanOrEqual(MESSAGE_TIMEOUT_MS)
})

test('R3 while those that were asked first are late, a get asks others: the dead cost it no second', async () => {
  lab = new TestLab('hurry')
  const peers = await lab.join(24)
  const [writer] = peers
  if (writer === undefined) throw new Error('no peers')
  const { key } = await lab.run(writer.put('hurry', { key: '/u/hurry' }))
  const holders = lab.holders(key)
  // As many as a get asks at once.
  const dead = lab.closest(key).slice(0, 3)
  for (const holder of dead) lab.weather.crash(holder)
  const took: number[] = []
  for (const reader of peers.filter(({ peerId }) => !holders.includes(peerId))) {
    const { value, ms } = await lab.run(reader.get(key))
    expect(value).toBe('hurry')
    took.push(ms)
  }
  expect(Math.max(...took)).toBeLessThan(MESSAGE_TIMEOUT_MS / 2)
})

test('R3 those that others say have left are not waited for at all', async () => {
  lab = new TestLab('doubt')
  const peers = await lab.join(24)
  const [writer] = peers
  if (writer === undefined) throw new Error('no peers')
  const { key } = await lab.run(writer.put('doubt', { key: '/u/doubt' }))
  const holders = lab.holders(key)
  const dead = lab.closest(key).slice(0, 3)
  for (const holder of dead) lab.weather.crash(holder)
  const took: number[] = []
  for (const reader of peers.filter(({ peerId }) => !holders.includes(peerId))) {
    for (const holder of dead) reader.doubt(holder)
    const { value, ms } = await lab.run(reader.get(key))
    expect(value).toBe('doubt')
    took.push(ms)
  }
  expect(Math.max(...took)).toBeLessThan(MESSAGE_TIMEOUT_MS / 5)
})
