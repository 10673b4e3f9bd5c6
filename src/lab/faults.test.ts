// Facts about faults of peers: what each does to lookups and how far they get over it, in figures.

import { afterEach, describe, expect, test, vi, type Mock } from 'vitest'
import { seededRandom } from '../base/random.ts'
import type { PeerName } from '../kad/kad-id.ts'
import type { Tell } from '../peer/teller.ts'
import { Faults } from './faults.ts'
import type { LabPeer } from './population.ts'
import { measureRecall, type Recall } from './recall.ts'
import { TestLab } from './test-lab.ts'

// On a busy machine these take a while; time is moved by hand.
vi.setConfig({ testTimeout: 120_000 })

/** Who lost the bootstrap tries for a new wire after 6 s at the latest, and has 2 s to settle (V4). */
const HEALED_MS = 8_000

/** How long the network is cut. */
const CUT_MS = 60_000

let lab: TestLab

afterEach(() => lab.stop())

/** A network of so many peers that have joined, and its faults. */
async function network(peers: number): Promise<{ faults: Faults; tell: Mock<Tell> }> {
  lab = new TestLab(`faults of ${peers}`)
  await lab.join(peers)
  await lab.pass(2_000)
  const tell = vi.fn<Tell>()
  const faults = new Faults({ weather: lab.weather, fabric: lab.population.fabric, tell })
  return { faults, tell }
}

/** How well a lookup of every one of these does among them. */
function recall(of: readonly LabPeer[] = lab.peers): Promise<Recall> {
  return lab.run(measureRecall(of, lab.rules.k, seededRandom('recall')))
}

function names(): PeerName[] {
  return lab.peers.map(({ peerId }) => peerId)
}

/** The routing tables of these peers, one after the other. */
function contactsOf(peers: readonly LabPeer[]): PeerName[] {
  return peers.flatMap((peer) => peer.snapshot().buckets.flatMap(({ contacts }) => contacts))
}

/** Those on this side and those on the other. */
function sidesOf(side: readonly PeerName[]): [LabPeer[], LabPeer[]] {
  const isInside = ({ peerId }: LabPeer): boolean => side.includes(peerId)
  return [lab.peers.filter(isInside), lab.peers.filter((peer) => !isInside(peer))]
}

/** That all lookups find exactly the true k closest of `peers`, `ms` after now. */
async function expectWhole(peers: readonly LabPeer[], ms: number): Promise<void> {
  await lab.pass(ms)
  expect(await recall(peers)).toMatchObject({ lookups: peers.length, exact: peers.length })
}

describe('V4 a fault of peers', () => {
  test('latency: each message takes that much longer at each of them that it passes', async () => {
    const { faults, tell } = await network(16)
    const spans = async (): Promise<number[]> => {
      lab.told.length = 0
      await recall()
      return lab.events('rpc.answered').map(({ ms }) => ms)
    }
    // Wires take 1 to 4 ms each way.
    for (const ms of await spans()) expect(ms).toBeLessThanOrEqual(8)
    const { fault } = faults.slow(names(), 30)
    expect(tell).toHaveBeenLastCalledWith(
      expect.objectContaining({ kind: 'fault.set', amount: 30 }),
    )
    const slow = await spans()
    expect(slow.length).toBeGreaterThan(16)
    for (const ms of slow) {
      expect(ms).toBeGreaterThanOrEqual(122)
      expect(ms).toBeLessThanOrEqual(128)
    }
    faults.clear(fault)
    expect(tell).toHaveBeenLastCalledWith({ kind: 'fault.cleared', fault })
    await lab.pass(1_000)
    for (const ms of await spans()) expect(ms).toBeLessThanOrEqual(8)
  })

  test('loss: a tenth of the messages lost fails a fifth of the requests, and is got over', async () => {
    const { faults } = await network(32)
    const { fault } = faults.lose(names(), 0.1)
    lab.told.length = 0
    const lossy = await recall()
    const failed = lab.events('rpc.failed').length
    const failedShare = failed / (failed + lab.events('rpc.answered').length)
    // A request and its answer: 1 - 0.9², and few requests to go by.
    expect(Math.abs(failedShare - 0.19)).toBeLessThan(0.15)
    expect(lossy.failed).toBe(0)
    expect(lossy.share).toBeGreaterThan(0.6)
    expect(lossy.share).toBeLessThan(0.95)
    faults.clear(fault)
    await expectWhole(lab.peers, 4_000)
  })

  test('a block: no table holds them any more, the others go on, and find them again', async () => {
    const { faults } = await network(32)
    const blocked = names().slice(3, 8)
    const [, others] = sidesOf(blocked)
    const known = (): number => contactsOf(others).filter((name) => blocked.includes(name)).length
    expect(known()).toBeGreaterThan(27)
    const { fault } = faults.block(blocked)
    await expectWhole(others, 2_000)
    expect(known()).toBe(0)
    faults.clear(fault)
    await expectWhole(lab.peers, HEALED_MS)
    expect(known()).toBeGreaterThan(27)
  })

  test('a partition: each side is a whole network of its own, and one again afterwards', async () => {
    const { faults } = await network(32)
    const side = names().slice(16)
    const [inside, outside] = sidesOf(side)
    const across = (): number => contactsOf(outside).filter((name) => side.includes(name)).length
    expect(across()).toBeGreaterThan(16)
    const { fault } = faults.partition([side])
    await expectWhole(inside, 2_000)
    await expectWhole(outside, 0)
    expect(across()).toBe(0)
    // Long enough for all to rest between two rounds of upkeep when it is over.
    await lab.pass(CUT_MS)
    faults.clear(fault)
    await expectWhole(lab.peers, HEALED_MS)
    expect(across()).toBeGreaterThan(16)
  })
})
