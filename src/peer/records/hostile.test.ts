// What a hostile peer sends is refused by every holder, told, and nowhere kept: real kad-dht on virtual wires.

import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { Libp2pRecord } from '@libp2p/record'
import { MemoryDatastore } from 'datastore-core'
import { Key } from 'interface-datastore/key'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { contentKey } from '../../kad/record-key.ts'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import type { VirtualHost } from '../../lab/fabric/place.ts'
import { TestLab } from '../../lab/test-lab.ts'
import { createKadAdapter, type KadAdapter } from '../kad-adapter.ts'
import { sealValue, type Version } from './signed-value.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

// Much virtual time goes by, and much is said in it.
vi.setConfig({ testTimeout: 60_000 })

let lab: TestLab
let host: VirtualHost
let hostile: KadAdapter
/** The hostile peer's own datastore: what it answers with. */
let store: MemoryDatastore

beforeEach(async () => {
  lab = new TestLab('hostile')
  await lab.join(8)
  const privateKey = await generateKeyPairFromSeed('Ed25519', lab.random.bytes(32))
  host = lab.population.fabric.join(privateKey)
  store = new MemoryDatastore()
  const { clock } = lab
  const init = { ...lab.rules, datastorePrefix: '/kadscope/test', mode: 'server' } as const
  // kad-dht as it is: no tap, no shelf, nothing that would keep it from sending rubbish.
  hostile = createKadAdapter(
    { ...host.components, datastore: store },
    { ...init, clock, patience: () => 1 },
  )
  await lab.run(hostile.start())
  for (const { peerId } of lab.peers) await lab.run(lab.population.fabric.connect(host, peerId))
  await lab.pass(5_000)
})

afterEach(async () => {
  await lab.run(hostile.stop())
  host.leave()
  await lab.stop()
})

/** Sends a record to each peer of the Lab; the names of those that confirmed it. */
async function sendToAll(message: string, record: string, value: Uint8Array): Promise<PeerName[]> {
  const serialised = new Libp2pRecord(fromString(record), value, new Date(lab.clock.now()))
  const request = { lookup: 'hostile', signal: new AbortController().signal }
  const sent = lab.peers.map(async ({ peerId }) => {
    const events = hostile.putValue(
      peerId,
      fromString(message),
      serialised.serialize().subarray(),
      request,
    )
    for await (const event of events) if (event.name === 'PEER_RESPONSE') return [peerId]
    return []
  })
  return (await lab.run(Promise.all(sent))).flat()
}

function expectRefusedByAll(key: string, reason: string): void {
  const all = lab.peers.map(({ peerId }) => peerId).sort()
  const rejected = lab.events('record.rejected')
  expect(rejected.map(({ by }) => by).sort()).toEqual(all)
  const refused = lab.events('rpc.refused')
  expect(refused.map(({ by }) => by).sort()).toEqual(all)
  for (const event of rejected) expect(event).toMatchObject({ key, from: host.name, reason })
  for (const event of refused) expect(event).toMatchObject({ from: host.name, reason })
  for (const peer of lab.peers) expect(peer.snapshot().records).toEqual([])
}

const owner = generateKeyPairFromSeed('Ed25519', new Uint8Array(32).fill(7))
const VERSION = { sequence: 1, publishedAt: 0, previous: undefined, deleted: false }

function version(change: Partial<Version>): Version {
  return { ...VERSION, publishedAt: lab.clock.now(), content: bytes('x'), ...change }
}

describe('R1 a record of a hostile peer is refused by every holder, told, and not kept', () => {
  test('when it does not hash to its key', async () => {
    const key = contentKey(bytes('the truth'))
    expect(await sendToAll(key, key, bytes('a lie'))).toEqual([])
    expectRefusedByAll(key, 'WrongHashError')
  })

  test('when its key is not the one of the message', async () => {
    expect(await sendToAll('/u/asked', '/u/sent', bytes('smuggled'))).toEqual([])
    expectRefusedByAll('/u/asked', 'KeyMismatchError')
  })

  test('when its namespace is unknown', async () => {
    expect(await sendToAll('/zz/key', '/zz/key', bytes('x'))).toEqual([])
    expectRefusedByAll('/zz/key', 'InvalidKeyError')
  })

  test('when it is a public key, which kad-dht itself would keep', async () => {
    const { publicKey } = await owner
    const key = `/pk/${toString(publicKey.toMultihash().bytes, 'ascii')}`
    expect(await sendToAll(key, key, publicKey.raw)).toEqual([])
    for (const peer of lab.peers) expect(peer.snapshot().records).toEqual([])
  })

  test('when it is too large', async () => {
    const value = new Uint8Array(lab.rules.maxValueBytes + 1)
    expect(await sendToAll('/u/large', '/u/large', value)).toEqual([])
    expectRefusedByAll('/u/large', 'ValueTooLargeError')
  })

  test('when it is not signed at all', async () => {
    const [peer] = lab.peers
    const key = `/m/${peer?.peerId ?? ''}/page`
    expect(await sendToAll(key, key, bytes('unsigned'))).toEqual([])
    expectRefusedByAll(key, 'InvalidSignatureError')
  })

  test('when somebody else than its publisher signed it', async () => {
    const [peer] = lab.peers
    const key = `/m/${peer?.peerId ?? ''}/page` as RecordKey
    const value = await sealValue(key, version({}), await owner)
    expect(await sendToAll(key, key, value)).toEqual([])
    expectRefusedByAll(key, 'InvalidSignatureError')
  })

  test('when it is the tombstone of somebody else', async () => {
    const [peer] = lab.peers
    if (peer === undefined) throw new Error('no peer')
    const { key } = await lab.run(peer.put('stays', { name: 'page', quorum: 'all' }))
    const before = lab.holders(key)
    const deleted = version({ sequence: 9, deleted: true, content: new Uint8Array() })
    expect(await sendToAll(key, key, await sealValue(key, deleted, await owner))).toEqual([])
    expect(lab.events('record.rejected').map(({ reason }) => reason)).toEqual(
      lab.peers.map(() => 'InvalidSignatureError'),
    )
    expect(lab.holders(key)).toEqual(before)
    expect((await lab.run(peer.get(key))).value).toBe('stays')
  })

  test('when its signature was made for another key', async () => {
    const key = await ownersKey('page')
    const value = await sealValue(await ownersKey('other'), version({}), await owner)
    expect(await sendToAll(key, key, value)).toEqual([])
    expectRefusedByAll(key, 'InvalidSignatureError')
  })

  test('when its time is over', async () => {
    const key = await ownersKey('page')
    const publishedAt = lab.clock.now() - lab.rules.expireMs
    const value = await sealValue(key, version({ publishedAt }), await owner)
    expect(await sendToAll(key, key, value)).toEqual([])
    expectRefusedByAll(key, 'RecordExpiredError')
  })

  test('when it was signed for a time that is still far ahead', async () => {
    const key = await ownersKey('page')
    const publishedAt = lab.clock.now() + lab.rules.expireMs + 1_000
    const value = await sealValue(key, version({ publishedAt }), await owner)
    expect(await sendToAll(key, key, value)).toEqual([])
    expectRefusedByAll(key, 'FutureRecordError')
  })

  test('when its sequence number goes back; what is held stays', async () => {
    const key = await ownersKey('page')
    const second = await sealValue(key, version({ sequence: 2 }), await owner)
    expect(await sendToAll(key, key, second)).toHaveLength(lab.peers.length)
    const first = await sealValue(key, version({ sequence: 1 }), await owner)
    expect(await sendToAll(key, key, first)).toEqual([])
    const rejected = lab.events('record.rejected')
    expect(rejected.map(({ by }) => by).sort()).toEqual(
      lab.peers.map(({ peerId }) => peerId).sort(),
    )
    for (const event of rejected) expect(event).toMatchObject({ key, reason: 'SequenceError' })
    for (const peer of lab.peers) {
      expect(peer.snapshot().records).toMatchObject([{ key, sequence: 2 }])
    }
  })
})

/** A text whose hash is nearer to a peer than to any other. */
function textNearestTo(peer: PeerName): string {
  const all = [peer, ...lab.peers.map(({ peerId }) => peerId)]
  for (let number = 0; ; number++) {
    const text = `the truth ${number}`
    const id = kadIdOfKey(contentKey(bytes(text)))
    if (closestTo(id, all, 1, kadIdOfPeer)[0] === peer) return text
  }
}

async function ownersKey(name: string): Promise<RecordKey> {
  return `/m/${peerIdFromPrivateKey(await owner).toString()}/${name}` as RecordKey
}

test('R3 an answer that does not match its key is told and not believed', async () => {
  const key = contentKey(bytes(textNearestTo(host.name)))
  const path = new Key(`/kadscope/test/record/${toString(fromString(key), 'base32')}`, false)
  const lie = new Libp2pRecord(fromString(key), bytes('a lie'), new Date())
  await store.put(path, lie.serialize().subarray())
  for (const asker of lab.peers) {
    await expect(lab.run(asker.get(key))).rejects.toThrow('No peer that was asked holds')
  }
  const rejected = lab.events('record.rejected')
  expect(rejected.length).toBeGreaterThan(0)
  for (const event of rejected) {
    expect(event).toMatchObject({ key, from: host.name, reason: 'InvalidRecordError' })
  }
})
