// Facts about a spared peer store, over libp2p's own.

import { generateKeyPair } from '@libp2p/crypto/keys'
import type { PeerId, PeerStore } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { MemoryDatastore } from 'datastore-core'
import { createLibp2p } from 'libp2p'
import { expect, test } from 'vitest'
import { ManualClock } from '../base/manual-clock.ts'
import { sparePeerStore } from './spare-peer-store.ts'

const [here, there] = ['/ip4/10.0.0.1/tcp/1/ws', '/ip4/10.0.0.2/tcp/1/ws'].map((address) =>
  multiaddr(address),
) as [ReturnType<typeof multiaddr>, ReturnType<typeof multiaddr>]

/** A store that counts how often it is really read. */
async function spared(): Promise<{
  store: PeerStore
  clock: ManualClock
  peer: PeerId
  reads: () => number
}> {
  let reads = 0
  const datastore = new MemoryDatastore()
  const get = datastore.get.bind(datastore)
  datastore.get = (key) => {
    reads += 1
    return get(key)
  }
  const { peerStore } = await createLibp2p({ start: false, datastore })
  const clock = new ManualClock()
  sparePeerStore(peerStore, clock)
  const peer = peerIdFromPrivateKey(await generateKeyPair('Ed25519'))
  return { store: peerStore, clock, peer, reads: () => reads }
}

test('what was told is not told again, and the answer is the peer all the same', async () => {
  const { store, peer, reads } = await spared()
  await store.merge(peer, { protocols: ['/a/1', '/b/1'], multiaddrs: [here] })
  const before = reads()
  const again = await store.merge(peer, { protocols: ['/b/1'] })
  expect(again.protocols).toEqual(['/a/1', '/b/1'])
  await store.merge(peer, { multiaddrs: [here] })
  expect(reads()).toBe(before)
})

test('what is new goes to the store', async () => {
  const { store, peer } = await spared()
  await store.merge(peer, { protocols: ['/a/1'] })
  await store.merge(peer, { protocols: ['/b/1'] })
  await store.merge(peer, { multiaddrs: [there] })
  await store.merge(peer, { tags: { near: { value: 1 } } })
  const { protocols, addresses, tags } = await store.get(peer)
  expect(protocols).toEqual(['/a/1', '/b/1'])
  expect(addresses.map((address) => address.multiaddr.toString())).toEqual([there.toString()])
  expect(tags.has('near')).toBe(true)
})

test('after a replacement or a removal all is told anew', async () => {
  const { store, peer } = await spared()
  await store.merge(peer, { protocols: ['/a/1'] })
  await store.patch(peer, { protocols: ['/b/1'] })
  await store.merge(peer, { protocols: ['/a/1'] })
  expect((await store.get(peer)).protocols).toEqual(['/a/1', '/b/1'])
  await store.delete(peer)
  await store.merge(peer, { protocols: ['/a/1'] })
  expect((await store.get(peer)).protocols).toEqual(['/a/1'])
})

test('after a minute it is told anew, so that addresses in use do not grow old', async () => {
  const { store, peer, clock, reads } = await spared()
  await store.merge(peer, { multiaddrs: [here] })
  const before = reads()
  clock.advance(59_999)
  await store.merge(peer, { multiaddrs: [here] })
  expect(reads()).toBe(before)
  clock.advance(1)
  await store.merge(peer, { multiaddrs: [here] })
  expect(reads()).toBeGreaterThan(before)
})

test('where a peer is, is read once, and again after it has changed', async () => {
  const { store, peer, reads } = await spared()
  await expect(store.getInfo(peer)).rejects.toMatchObject({ name: 'NotFoundError' })
  await store.merge(peer, { multiaddrs: [here] })
  expect((await store.getInfo(peer)).multiaddrs.map(String)).toEqual([here.toString()])
  const before = reads()
  await store.getInfo(peer)
  expect(reads()).toBe(before)
  await store.merge(peer, { multiaddrs: [there] })
  const { multiaddrs } = await store.getInfo(peer)
  expect(multiaddrs.map(String).sort()).toEqual([here.toString(), there.toString()])
})
