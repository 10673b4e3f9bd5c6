// Records live on as peers come and go: real kad-dht on virtual wires, with time by hand.

import { afterEach, describe, expect, test, vi } from 'vitest'
import { kadIdOfKey, type RecordKey } from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import type { LabPeer } from '../../lab/population.ts'
import { TestLab } from '../../lab/test-lab.ts'
import { compareVersions, readSigned, sealValue, type SignedValue } from './signed-value.ts'

// Much virtual time goes by, and much is said in it.
vi.setConfig({ testTimeout: 60_000 })

/** Two republish intervals with what they may be late: the turns are spread by a fifth. */
const TWO_INTERVALS = 2.5
const SEEDS = ['first', 'second', 'third']

let lab: TestLab

afterEach(() => lab.stop())

function intervals(count: number): Promise<void> {
  return lab.pass(count * lab.rules.republishMs)
}

describe.each(SEEDS)('in the population of seed %s', (seed) => {
  test('R2 a put is on the true k closest and on nobody else', async () => {
    lab = new TestLab(seed)
    await lab.join(12)
    const { key, replicas, wanted, quorum } = await lab.run(lab.someone().put('somewhere'))
    expect(lab.holders(key)).toEqual(lab.closest(key))
    expect([...replicas].sort()).toEqual(lab.closest(key))
    expect({ wanted, quorum }).toEqual({ wanted: lab.rules.k, quorum: 'all' })
  })

  test('R7 all but one holder killed: k copies are back on the true k closest', async () => {
    lab = new TestLab(seed)
    await lab.join(12)
    const { key } = await lab.run(lab.someone().put('survivor'))
    const [before] = copiesOf(key)
    for (const holder of lab.holders(key).slice(1)) await lab.run(lab.population.crash(holder))
    expect(lab.holders(key)).toHaveLength(1)
    await intervals(TWO_INTERVALS)
    expect(lab.holders(key)).toEqual(lab.closest(key))
    for (const copy of copiesOf(key)) expect(copy.publishedAt).toBe(before?.publishedAt)
    expect((await lab.run(lab.someone().get(key))).value).toBe('survivor')
  })

  test('R8 closer newcomers get the record, and who is not among the k closest lets it go', async () => {
    lab = new TestLab(seed)
    await lab.join(12)
    const { key } = await lab.run(lab.someone().put('moves'))
    await lab.join(12)
    await intervals(TWO_INTERVALS)
    expect(lab.holders(key)).toEqual(lab.closest(key))
  })

  test('R8 a copy that came to a peer far from the key is soon with the k closest', async () => {
    lab = new TestLab(seed)
    await lab.join(12)
    const key = '/u/astray' as RecordKey
    const farthest = closestTo(kadIdOfKey(key), lab.peers, 12, ({ kadId }) => kadId).at(-1)
    if (farthest === undefined) throw new Error('no peer')
    const value = new TextEncoder().encode('found')
    await lab.run(lab.someone().inventory(farthest.peerId).store(key, value))
    expect(lab.holders(key)).toEqual([farthest.peerId])
    await lab.pass(5_000)
    expect(lab.holders(key)).toEqual(lab.closest(key))
  })

  test('R6 republishing gives no new life: the record expires everywhere', async () => {
    lab = new TestLab(seed, { republishMs: 20_000, expireMs: 100_000 })
    await lab.join(12)
    const { key } = await lab.run(lab.someone().put('mortal'))
    await lab.pass(90_000)
    expect(lab.holders(key)).toEqual(lab.closest(key))
    await lab.pass(12_000)
    expect(lab.holders(key)).toEqual([])
    await expect(lab.run(lab.someone().get(key))).rejects.toThrow('No peer that was asked holds')
  })

  test('R10 who wrote it and when survive the publisher and all first holders', async () => {
    lab = new TestLab(seed, { expireMs: 3_600_000 })
    await lab.join(14)
    const publisher = lab.someone()
    const { key } = await lab.run(publisher.put('lives on', { name: 'page', quorum: 'all' }))
    const [before] = copiesOf(key)
    const first = new Set([publisher.peerId, ...lab.holders(key)])
    for (const name of first) {
      await lab.run(lab.population.leave(name))
      await intervals(TWO_INTERVALS)
    }
    expect(lab.holders(key)).toEqual(lab.closest(key))
    expect(lab.holders(key).filter((name) => first.has(name))).toEqual([])
    for (const { publisher: by, sequence, publishedAt } of copiesOf(key)) {
      expect({ by, sequence, publishedAt }).toEqual({
        by: publisher.peerId,
        sequence: 1,
        publishedAt: before?.publishedAt,
      })
    }
  })

  test('R11 two halves that both write: under /m/ all holders agree, under /u/ one update is lost', async () => {
    lab = new TestLab(seed)
    await lab.join(16)
    const [left, right] = halves()
    const publisher = left[0]
    if (publisher === undefined) throw new Error('no peer')
    const signed = await lab.run(publisher.put('before', { name: 'page' }))
    const unprotected = (await lab.run(publisher.put('before', { key: '/u/page' }))).key
    lab.weather.partition(new Map(right.map(({ peerId }) => [peerId, 1])))
    lab.population.fabric.breakUnreachable()
    await intervals(1)

    // The publisher writes on one side while its key is in use on the other, too.
    await lab.run(publisher.put('left', { name: 'page' }))
    const mine = await envelopeOf(left, signed.key)
    const theirs = await sealValue(
      signed.key,
      {
        sequence: 2,
        publishedAt: lab.clock.now(),
        previous: mine.previous,
        deleted: false,
        content: new TextEncoder().encode('right'),
      },
      publisher.host.components.privateKey,
    )
    for (const name of lab.closest(signed.key, right)) {
      const { inventory } = lab.peer(name)
      await lab.run(inventory(name).store(signed.key, theirs))
    }
    await lab.run(lab.random.pick(left).put('left', { key: '/u/page' }))
    await lab.pass(1_000)
    await lab.run(lab.random.pick(right).put('right', { key: '/u/page' }))
    expect(lab.hashes(signed.key)).toHaveLength(2)
    expect(lab.hashes(unprotected)).toHaveLength(2)

    lab.weather.heal()
    await intervals(TWO_INTERVALS)
    const winner = compareVersions(mine, readSigned(theirs)) > 0 ? mine : readSigned(theirs)
    expect(lab.hashes(signed.key)).toEqual([winner.hash.slice(0, 8)])
    expect(
      lab.closest(signed.key).filter((name) => !lab.holders(signed.key).includes(name)),
    ).toEqual([])
    const pages = await lab.run(Promise.all(lab.peers.map((peer) => peer.get(signed.key))))
    expect(new Set(pages.map(({ value }) => value))).toEqual(new Set([textOf(winner)]))
    // What the left half wrote without protection is gone without a trace.
    expect(lab.hashes(unprotected)).toHaveLength(1)
    const read = await lab.run(Promise.all(lab.peers.map((peer) => peer.get(unprotected))))
    expect(new Set(read.map(({ value }) => value))).toEqual(new Set(['right']))
  })
})

function copiesOf(key: RecordKey): LabRecord[] {
  return lab.peers.flatMap((peer) => peer.snapshot().records).filter((copy) => copy.key === key)
}

type LabRecord = ReturnType<LabPeer['snapshot']>['records'][number]

/** The peers in two halves; the bootstrap is in the first. */
function halves(): [left: LabPeer[], right: LabPeer[]] {
  const { peers } = lab
  return [peers.slice(0, peers.length / 2), peers.slice(peers.length / 2)]
}

/** What one of those peers that hold a signed record has of it. */
async function envelopeOf(peers: readonly LabPeer[], key: RecordKey): Promise<SignedValue> {
  const names = peers.map(({ peerId }) => peerId)
  const holder = lab.closest(key, peers).find((name) => names.includes(name))
  if (holder === undefined) throw new Error('no holder')
  const { value } = await lab.run(lab.peer(holder).inventory(holder).get(key))
  return readSigned(value)
}

function textOf({ content }: SignedValue): string {
  return new TextDecoder().decode(content)
}
