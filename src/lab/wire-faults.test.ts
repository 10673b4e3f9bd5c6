// Facts about faults of single wires: what they do to messages between two peers, and to no others.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { seededRandom } from '../base/random.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { Faults } from './faults.ts'
import { chooseWires } from './steps.ts'
import { TestLab, type Told } from './test-lab.ts'

// On a busy machine these take a while; time is moved by hand.
vi.setConfig({ testTimeout: 60_000 })

let lab: TestLab
let faults: Faults
let ends: [PeerName, PeerName]

beforeEach(async () => {
  lab = new TestLab('wire faults')
  await lab.join(12)
  const tell = vi.fn()
  faults = new Faults({ weather: lab.weather, fabric: lab.population.fabric, tell })
  const [wire] = chooseWires(lab, 1, seededRandom('wire'))
  if (wire === undefined) throw new Error('no wire')
  ends = wire
})

afterEach(() => lab.stop())

/** Whether a message went over the wire that the faults are on. */
function isOnWire(by: PeerName, other: PeerName): boolean {
  return ends.includes(by) && ends.includes(other)
}

/** Lets both ends look each other up, and everybody a few keys; what became of the messages. */
async function traffic(): Promise<{
  answered: Told<'rpc.answered'>[]
  failed: Told<'rpc.failed'>[]
}> {
  lab.told.length = 0
  const [a, b] = ends
  await lab.run(
    Promise.allSettled([
      ...lab.peers.slice(0, 6).map((peer, index) => peer.closest(`/u/key-${index}`)),
      lab.peer(a).closest(b),
      lab.peer(b).closest(a),
    ]),
  )
  return { answered: lab.events('rpc.answered'), failed: lab.events('rpc.failed') }
}

describe('V4 a fault between two peers', () => {
  test('slows the wire between them by that much each way, and no other', async () => {
    const { fault } = faults.slow(ends, 200, { between: true })
    const { answered } = await traffic()
    const on = answered.filter(({ by, from }) => isOnWire(by, from))
    const off = answered.filter(({ by, from }) => !isOnWire(by, from))
    expect(on.length).toBeGreaterThan(0)
    expect(off.length).toBeGreaterThan(10)
    for (const { ms } of on) expect(ms).toBeGreaterThanOrEqual(400)
    for (const { ms } of off) expect(ms).toBeLessThan(50)

    faults.clear(fault)
    // What is on its way still takes its time.
    await lab.pass(1_000)
    for (const { ms } of (await traffic()).answered) expect(ms).toBeLessThan(50)
  })

  test('loses messages on the wire between them, and on no other', async () => {
    faults.lose(ends, 1, { between: true })
    const { failed, answered } = await traffic()
    expect(failed.length).toBeGreaterThan(0)
    expect(failed.every(({ by, to }) => isOnWire(by, to))).toBe(true)
    expect(answered.some(({ by, from }) => isOnWire(by, from))).toBe(false)
    expect(lab.population.fabric.counts.lost).toBeGreaterThan(0)
  })

  test('cuts it: both go on with all others, and are wired again when it is taken back', async () => {
    const [a, b] = ends
    const { fabric } = lab.population
    expect(fabric.isWired(a, b)).toBe(true)
    const { fault } = faults.block(ends, { between: true })
    expect(fabric.isWired(a, b)).toBe(false)
    const { answered } = await traffic()
    expect(answered.some(({ by, from }) => isOnWire(by, from))).toBe(false)
    for (const end of ends) {
      expect(answered.some(({ by }) => by === end)).toBe(true)
      expect(answered.some(({ from }) => from === end)).toBe(true)
    }
    expect(fabric.isWired(a, b)).toBe(false)

    faults.clear(fault)
    await lab.run(fabric.connect(lab.peer(a).host, b))
    expect(fabric.isWired(a, b)).toBe(true)
  })
})

test('V14 a fault that is taken back leaves others of the same peers in force', () => {
  const [a, b] = ends
  const wide = faults.slow([a, b], 30)
  const narrow = faults.slow([a], 5)
  const outside = lab.peers.find(({ peerId }) => !ends.includes(peerId))?.peerId ?? a
  const delay = (): number => lab.weather.delay(a, outside, 0)
  expect(delay()).toBeGreaterThanOrEqual(35)
  faults.clear(narrow.fault)
  expect(delay()).toBeGreaterThanOrEqual(30)
  expect(delay()).toBeLessThan(35)
  faults.clear(wide.fault)
  expect(delay()).toBeLessThan(5)
})

test('V3 the same seed and peers give the same wires, each once', () => {
  const wires = chooseWires(lab, 5, seededRandom('same'))
  expect(chooseWires(lab, 5, seededRandom('same'))).toEqual(wires)
  expect(new Set(wires.map((wire) => [...wire].sort().join())).size).toBe(5)
  expect(chooseWires(lab, 100, seededRandom('all')).length).toBeLessThan(12)
})
