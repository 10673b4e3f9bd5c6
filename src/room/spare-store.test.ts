// Facts about a spared peer store, over libp2p's own.

import { generateKeyPair } from '@libp2p/crypto/keys'
import type { PeerId, PeerStore } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { MemoryDatastore } from 'datastore-core'
import { createLibp2p } from 'libp2p'
import { TypedEventEmitter } from 'main-event'
import { beforeEach, expect, test } from 'vitest'
import { ManualClock } from '../base/manual-clock.ts'
import { spareStore } from './spare-store.ts'

let store: PeerStore
let events: KadDHTComponents['events']
let peer: PeerId
let clock: ManualClock
/** How often the store's records were really read. */
let reads: number

beforeEach(async () => {
  const datastore = new MemoryDatastore()
  const get = datastore.get.bind(datastore)
  datastore.get = (key) => {
    reads += 1
    return get(key)
  }
  store = (await createLibp2p({ start: false, datastore })).peerStore
  clock = new ManualClock()
  events = new TypedEventEmitter()
  spareStore(store, events, clock)
  peer = peerIdFromPrivateKey(await generateKeyPair('Ed25519'))
  await store.merge(peer, { protocols: ['/a/1'] })
  reads = 0
})

async function protocols(): Promise<string[]> {
  return (await store.get(peer)).protocols
}

test('a protocol is told once, and the answer is the peer all the same', async () => {
  expect((await store.merge(peer, { protocols: ['/a/1'] })).id).toEqual(peer)
  expect(reads).toBe(0)
  await store.merge(peer, { protocols: ['/b/1'] })
  expect(reads).toBeGreaterThan(0)
  expect(await protocols()).toEqual(['/a/1', '/b/1'])
})

test('whatever else is told goes to the store', async () => {
  const address = multiaddr('/ip4/10.0.0.1/tcp/1/ws')
  await store.merge(peer, { protocols: ['/a/1'], multiaddrs: [address] })
  await store.merge(peer, { protocols: ['/a/1', '/c/1'] })
  const { addresses } = await store.get(peer)
  expect(addresses.map((one) => one.multiaddr.toString())).toEqual([address.toString()])
  expect(await protocols()).toEqual(['/a/1', '/c/1'])
})

test.each([
  ['replaced', () => store.patch(peer, { protocols: ['/b/1'] })],
  ['saved anew', () => store.save(peer, { protocols: ['/b/1'] })],
  ['deleted', () => store.delete(peer)],
])('after the record was %s, a protocol is told anew', async (_, change) => {
  await change()
  await store.merge(peer, { protocols: ['/a/1'] })
  expect(await protocols()).toContain('/a/1')
})

test('who has left is not remembered', async () => {
  events.safeDispatchEvent('peer:disconnect', { detail: peer })
  await store.merge(peer, { protocols: ['/a/1'] })
  expect(reads).toBeGreaterThan(0)
})

const here = multiaddr('/ip4/10.0.0.1/tcp/1/ws')
const there = multiaddr('/ip4/10.0.0.2/tcp/2/ws')

async function addresses(): Promise<string[]> {
  return (await store.getInfo(peer)).multiaddrs.map((one) => one.toString()).sort()
}

test('addresses are read once, and told once', async () => {
  await store.merge(peer, { multiaddrs: [here] })
  expect(await addresses()).toEqual([here.toString()])
  reads = 0
  expect(await addresses()).toEqual([here.toString()])
  expect((await store.merge(peer, { multiaddrs: [here] })).id).toEqual(peer)
  expect(reads).toBe(0)
})

test('what was given out is not what is kept', async () => {
  await store.merge(peer, { multiaddrs: [here] })
  ;(await store.getInfo(peer)).multiaddrs.pop()
  expect(await addresses()).toEqual([here.toString()])
})

test('addresses that were told, also while they are read, are found', async () => {
  await addresses()
  await store.merge(peer, { multiaddrs: [here, there] })
  expect(await addresses()).toEqual([here.toString(), there.toString()])
  const reading = addresses()
  await store.patch(peer, { multiaddrs: [there] })
  await reading
  expect(await addresses()).toEqual([there.toString()])
  const writing = store.patch(peer, { multiaddrs: [here] })
  await addresses()
  await writing
  expect(await addresses()).toEqual([here.toString()])
})

test('of who was deleted nothing is known', async () => {
  await addresses()
  await store.delete(peer)
  await expect(store.getInfo(peer)).rejects.toThrow()
})

test('addresses grow old in the store, and so are read and told again after a minute', async () => {
  await store.merge(peer, { multiaddrs: [here] })
  await addresses()
  clock.advance(60_000)
  reads = 0
  await store.merge(peer, { multiaddrs: [here] })
  expect(reads).toBeGreaterThan(0)
  await addresses()
  clock.advance(60_000)
  reads = 0
  await addresses()
  expect(reads).toBeGreaterThan(0)
})
