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
import { spareMerges } from './spare-merges.ts'

let store: PeerStore
let events: KadDHTComponents['events']
let peer: PeerId
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
  events = new TypedEventEmitter()
  spareMerges(store, events)
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
