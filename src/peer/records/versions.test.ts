// Signed records: versions, quorums, tombstones, history; real kad-dht on virtual wires, time by hand.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { PeerName, RecordKey } from '../../kad/kad-id.ts'
import type { LabPeer } from '../../lab/population.ts'
import { TestLab } from '../../lab/test-lab.ts'
import { QuorumNotReachedError } from '../errors.ts'
import { least, reached } from './put-record.ts'
import { readSigned, sealValue } from './signed-value.ts'

// Much virtual time goes by, and much is said in it.
vi.setConfig({ testTimeout: 60_000 })

let lab: TestLab
let publisher: LabPeer
let reader: LabPeer

beforeEach(async () => {
  lab = new TestLab('versions')
  const [, first, second] = await lab.join(12)
  if (first === undefined || second === undefined) throw new Error('no peers')
  publisher = first
  reader = second
})

afterEach(() => lab.stop())

function write(value: string, sequence?: number): Promise<{ key: RecordKey; sequence?: number }> {
  const version = sequence === undefined ? {} : { sequence }
  return lab.run(publisher.put(value, { name: 'page', ...version }))
}

describe('R10 a record under /m/', () => {
  test('counts its versions, and the latest is what is read', async () => {
    const { key, sequence } = await write('one')
    expect([key, sequence]).toEqual([`/m/${publisher.peerId}/page`, 1])
    expect((await write('two')).sequence).toBe(2)
    expect(await lab.run(reader.get(key))).toMatchObject({
      value: 'two',
      sequence: 2,
      publisher: publisher.peerId,
    })
  })

  test('is refused at its publisher when the sequence number does not go on', async () => {
    await write('five', 5)
    await expect(write('again', 5)).rejects.toThrow('is not after version 5')
    await expect(write('back', 4)).rejects.toThrow('is not after version 5')
    expect((await write('six')).sequence).toBe(6)
  })

  test('cannot be written or deleted by anybody else', async () => {
    const { key } = await write('mine')
    await expect(lab.run(reader.put('yours', { key }))).rejects.toThrow('Only its publisher')
    await expect(lab.run(reader.remove(key))).rejects.toThrow('Only its publisher')
    await expect(lab.run(reader.inventory(publisher.peerId).remove(key))).rejects.toThrow(
      'Only its publisher',
    )
    expect((await lab.run(reader.get(key))).value).toBe('mine')
  })

  test('R3 a get repairs the holders that have an earlier version', async () => {
    const { key } = await write('one')
    const [stale, ...others] = lab.holders(key)
    if (stale === undefined) throw new Error('nobody holds it')
    const second = await sealValue(
      key,
      {
        sequence: 2,
        publishedAt: lab.clock.now(),
        previous: undefined,
        deleted: false,
        content: new TextEncoder().encode('two'),
      },
      publisher.host.components.privateKey,
    )
    for (const name of others) await lab.run(lab.peer(name).inventory(name).store(key, second))
    expect(sequenceAt(stale, key)).toBe(1)
    expect((await lab.run(reader.get(key))).value).toBe('two')
    expect(sequenceAt(stale, key)).toBe(2)
  })

  test('R12 its history can be walked back to the first version', async () => {
    for (const text of ['one', 'two', 'three']) await write(text)
    const { versions, complete } = await lab.run(reader.history(`/m/${publisher.peerId}/page`))
    expect(versions.map(({ sequence, value }) => [sequence, value])).toEqual([
      [3, 'three'],
      [2, 'two'],
      [1, 'one'],
    ])
    expect(versions.map(({ previous }) => previous)).toEqual([
      versions[1]?.hash,
      versions[2]?.hash,
      undefined,
    ])
    expect(complete).toBe(true)
  })
})

function sequenceAt(name: PeerName, key: RecordKey): number | undefined {
  return lab
    .peer(name)
    .snapshot()
    .records.find((copy) => copy.key === key)?.sequence
}

describe('R1 what is wrong is refused at its sender already, and told there', () => {
  const other = '12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp'
  test.each([
    ['a hash that is not the value’s', `/c/${'0'.repeat(64)}`, 'x', 'WrongHashError'],
    ['a value that is too large', '/u/large', 'x'.repeat(1_025), 'ValueTooLargeError'],
    ['a namespace that there is not', '/zz/key', 'x', 'InvalidKeyError'],
    ['a record of somebody else', `/m/${other}/page`, 'x', 'NotPublisherError'],
  ])('%s', async (_, key, value, reason) => {
    const before = lab.events('rpc.sent').filter(({ type }) => type === 'PUT_VALUE').length
    await expect(lab.run(publisher.put(value, { key }))).rejects.toMatchObject({ name: reason })
    const by = publisher.peerId
    expect(lab.events('record.rejected')).toMatchObject([{ by, from: by, key, reason }])
    expect(lab.holders(key as RecordKey)).toEqual([])
    const after = lab.events('rpc.sent').filter(({ type }) => type === 'PUT_VALUE').length
    expect(after).toBe(before)
  })

  test('a sequence number that goes back', async () => {
    const { key } = await write('five', 5)
    await expect(write('back', 4)).rejects.toMatchObject({ name: 'SequenceError' })
    const by = publisher.peerId
    expect(lab.events('record.rejected')).toMatchObject([
      { by, from: by, key, reason: 'SequenceError' },
    ])
  })

  test('a deletion by somebody else', async () => {
    const { key } = await write('mine')
    await expect(lab.run(reader.remove(key))).rejects.toMatchObject({ name: 'NotPublisherError' })
    const by = reader.peerId
    expect(lab.events('record.rejected')).toMatchObject([
      { by, from: by, key, reason: 'NotPublisherError' },
    ])
  })
})

describe('R13 a deletion', () => {
  test('takes the record from all holders, and readers are told', async () => {
    const { key } = await write('gone soon')
    await lab.run(publisher.remove(key))
    expect(lab.holders(key)).toEqual([])
    await expect(lab.run(reader.get(key))).rejects.toThrow('Its publisher deleted')
    const told = lab.events('record.deleted').filter((event) => event.reason === undefined)
    expect(told.map(({ by, key: of }) => [by, of])).toEqual(told.map(({ by }) => [by, key]))
    expect(told).toHaveLength(lab.rules.k)
  })

  test('is replicated as the record was, so that an old copy cannot bring it back; and expires', async () => {
    const { key } = await write('gone soon')
    const [keeper] = lab.holders(key)
    if (keeper === undefined) throw new Error('nobody holds it')
    const kept = await lab.run(lab.peer(keeper).inventory(keeper).get(key))
    await lab.run(publisher.remove(key))
    for (const name of lab.closest(key).slice(0, 2)) await lab.run(lab.population.crash(name))
    await lab.pass(2.5 * lab.rules.republishMs)
    for (const name of lab.closest(key)) {
      await expect(
        lab.run(lab.someone().inventory(name).store(key, kept.value)),
      ).rejects.toMatchObject({ reason: 'SequenceError' })
    }
    await lab.pass(lab.rules.expireMs)
    const asker = lab.someone()
    await expect(lab.run(asker.get(key))).rejects.toThrow('No peer that was asked holds')
  })

  test('is refused where nobody is the publisher', async () => {
    const { key } = await lab.run(publisher.put('anybody'))
    await expect(lab.run(publisher.remove(key))).rejects.toThrow('Nobody signed')
    const { key: shared } = await lab.run(publisher.put('anybody', { key: '/u/shared' }))
    await expect(lab.run(publisher.remove(shared))).rejects.toThrow('Nobody signed')
  })

  test('of what is not there is refused', async () => {
    const key = `/m/${publisher.peerId}/nothing`
    await expect(lab.run(publisher.remove(key))).rejects.toThrow('No peer that was asked holds')
  })
})

describe('R14 a quorum', () => {
  test.each([
    [4, 1, 3, 4],
    [3, 1, 2, 3],
    [1, 1, 1, 1],
  ])('of %i holders is one %i, majority %i, all %i', (wanted, one, majority, all) => {
    const quorums = ['one', 'majority', 'all'] as const
    expect(quorums.map((quorum) => least(quorum, wanted))).toEqual([one, majority, all])
    expect(reached(all, wanted)).toBe('all')
  })

  test('that is not reached is an error that says how far it came; the copies stay', async () => {
    const holders = await lab.run(reader.closest('/u/half'))
    const all = lab.closest('/u/half' as RecordKey)
    // All but one only route: nobody can take their place, as they are all there is.
    for (const peer of lab.peers) {
      if (peer.peerId !== holders[0]) await lab.run(peer.setMode('router'))
    }
    expect(all).toContain(holders[0])
    const write = lab.run(reader.put('half', { key: '/u/half', quorum: 'majority' }))
    const error: unknown = await write.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(QuorumNotReachedError)
    expect(error).toMatchObject({ replicas: [holders[0]], quorum: 'majority' })
    expect(lab.holders('/u/half' as RecordKey)).toEqual([holders[0]])
  })
})

test('a tombstone is an envelope without content', async () => {
  const { key } = await write('x')
  await lab.run(publisher.remove(key))
  const [holder] = lab.closest(key)
  if (holder === undefined) throw new Error('nobody holds it')
  const { value, entry } = await lab.run(reader.inventory(holder).get(key))
  expect(entry).toMatchObject({ key, deleted: true, sequence: 2, publisher: publisher.peerId })
  expect(readSigned(value)).toMatchObject({ deleted: true, content: new Uint8Array() })
})
