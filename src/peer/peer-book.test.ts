// Facts about the peer book: it knows what libp2p's own peer store would, and forgets in time.

import { generateKeyPair } from '@libp2p/crypto/keys'
import type { Peer, PeerId, PeerUpdate } from '@libp2p/interface'
import { peerIdFromMultihash, peerIdFromPrivateKey } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import fc from 'fast-check'
import { decode } from 'multiformats/hashes/digest'
import { createLibp2p } from 'libp2p'
import { beforeEach, expect, test } from 'vitest'
import { ManualClock } from '../base/manual-clock.ts'
import { createPeerBook, type PeerBook } from './peer-book.ts'

let clock: ManualClock
let own: PeerId
let peer: PeerId
let book: PeerBook
let updates: { readonly update: PeerUpdate; readonly isOwn: boolean }[]

beforeEach(async () => {
  clock = new ManualClock()
  updates = []
  own = await newPeer()
  peer = await newPeer()
  book = createPeerBook({
    clock,
    own,
    ages: { addressMs: 1_000, peerMs: 5_000 },
    onUpdate: (update, isOwn) => updates.push({ update, isOwn }),
  })
})

async function newPeer(): Promise<PeerId> {
  return peerIdFromPrivateKey(await generateKeyPair('Ed25519'))
}

const HERE = multiaddr('/ip4/10.0.0.1/tcp/1/ws')
const THERE = multiaddr('/ip4/10.0.0.2/tcp/2/ws')

/** A peer as plain data; in order, as the library sorts by language. */
function plain({ addresses, protocols, tags, metadata }: Peer): unknown {
  return {
    addresses: addresses.map((one) => `${one.multiaddr.toString()} ${one.isCertified}`).sort(),
    protocols: [...protocols].sort(),
    tags: [...tags].map(([name, { value }]) => `${name} ${value}`).sort(),
    metadata: [...metadata].map(([name, bytes]) => `${name} ${bytes.join()}`).sort(),
  }
}

const multiaddrs = fc.array(
  fc.constantFrom(HERE, THERE, multiaddr('/dns4/a.example/tcp/443/wss')),
  { maxLength: 3 },
)
const protocols = fc.array(fc.constantFrom('/a/1', '/b/1', '/c/1'), { maxLength: 3 })
const names = fc.constantFrom('one', 'two')
const tags = fc.dictionary(
  names,
  fc.option(fc.record({ value: fc.nat(100) }), { nil: undefined }),
  { noNullPrototype: true },
)
const metadata = fc.dictionary(
  names,
  fc.option(fc.uint8Array({ maxLength: 2 }), { nil: undefined }),
  { noNullPrototype: true },
)
const most = { multiaddrs, protocols, tags }
const any = { requiredKeys: [] }
const deeds = fc.array(
  fc.oneof(
    // The library changes the metadata that it has where it stands, and so sees no change: see below.
    fc.record({ way: fc.constant('merge' as const), data: fc.record(most, any) }),
    fc.record({
      way: fc.constantFrom('patch' as const, 'save' as const),
      data: fc.record({ ...most, metadata }, any),
    }),
    fc.record({ way: fc.constant('delete' as const), data: fc.constant({}) }),
  ),
  { maxLength: 12 },
)

test('it knows of a peer what the store of libp2p knows, and tells of a change when that does', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async (all) => {
      const libp2p = await createLibp2p({ start: false })
      let theirs = 0
      libp2p.addEventListener('peer:update', () => (theirs += 1))
      let ours = 0
      const mine = createPeerBook({ clock, onUpdate: () => (ours += 1) })
      for (const { way, data: told } of all) {
        if (way === 'delete') {
          await Promise.all([libp2p.peerStore.delete(peer), mine.delete(peer)])
          continue
        }
        const [theirPeer, ourPeer] = [
          await libp2p.peerStore[way](peer, told),
          await mine[way](peer, told),
        ]
        expect(plain(ourPeer)).toEqual(plain(theirPeer))
        expect(ours).toBe(theirs)
        expect(plain(await mine.get(peer))).toEqual(plain(ourPeer))
      }
      expect(await mine.has(peer)).toBe(await libp2p.peerStore.has(peer))
    }),
  )
})

test('an address is known as long as it is heard of', async () => {
  await book.merge(peer, { multiaddrs: [HERE, THERE] })
  clock.advance(900)
  await book.merge(peer, { multiaddrs: [HERE] })
  clock.advance(900)
  const { multiaddrs: known } = await book.getInfo(peer)
  expect(known).toEqual([HERE])
})

test('of a peer whom others give ever more addresses, the latest are known', async () => {
  for (let port = 1; port <= 100; port += 1) {
    clock.advance(1)
    await book.merge(peer, { multiaddrs: [multiaddr(`/ip4/10.0.0.1/tcp/${port}/ws`)] })
  }
  const { multiaddrs: known } = await book.getInfo(peer)
  expect(known).toHaveLength(64)
  expect(known.map(String)).toContain('/ip4/10.0.0.1/tcp/100/ws')
})

test('who is named by somebody that makes up names pushes out others, but neither the own peer nor whoever is active', async () => {
  await book.merge(own, { protocols: ['/a/1'] })
  await book.merge(peer, { protocols: ['/a/1'] })
  const active = await newPeer()
  for (let number = 0; number < 5_000; number += 1) {
    const bytes = new Uint8Array(34)
    bytes.set([0x12, 32, number >> 8, number & 0xff])
    await book.merge(peerIdFromMultihash(decode(bytes)), { multiaddrs: [HERE] })
    await book.merge(active, { protocols: ['/a/1'] })
  }
  expect(await book.has(peer)).toBe(false)
  expect([await book.has(own), await book.has(active)]).toEqual([true, true])
  expect(await book.all()).toHaveLength(4_999)
})

test('a peer of whom nothing was heard for long is forgotten, the own one is not', async () => {
  await book.merge(peer, { multiaddrs: [HERE], protocols: ['/a/1'] })
  await book.merge(own, { multiaddrs: [HERE] })
  clock.advance(4_900)
  expect((await book.get(peer)).protocols).toEqual(['/a/1'])
  clock.advance(200)
  await expect(book.get(peer)).rejects.toMatchObject({ name: 'NotFoundError' })
  expect(await book.has(peer)).toBe(false)
  expect((await book.get(own)).addresses).toHaveLength(1)
})

test('a tag is in force for its time', async () => {
  await book.merge(peer, { tags: { soon: { value: 1, ttl: 100 }, long: { value: 2 } } })
  expect([...(await book.get(peer)).tags.keys()]).toEqual(['soon', 'long'])
  clock.advance(100)
  expect([...(await book.get(peer)).tags.keys()]).toEqual(['long'])
})

test.each([{ value: 101 }, { value: -1 }, { value: 0.5 }, { ttl: -1 }])(
  'the tag %j is refused, and nothing else that was told with it is kept',
  async (tag) => {
    await book.merge(peer, { protocols: ['/a/1'] })
    const refused = book.merge(peer, { protocols: ['/b/1'], tags: { one: tag } })
    await expect(refused).rejects.toMatchObject({ name: 'InvalidParametersError' })
    expect((await book.get(peer)).protocols).toEqual(['/a/1'])
  },
)

test('an id gets the public key that it does not have in it, and no other one', async () => {
  const key = await generateKeyPair('RSA', 2_048)
  const whole = peerIdFromPrivateKey(key)
  const bare = peerIdFromMultihash(whole.toMultihash())
  await book.merge(bare, { protocols: ['/a/1'] })
  await book.merge(bare, { publicKey: key.publicKey })
  expect((await book.get(bare)).id.publicKey?.equals(key.publicKey)).toBe(true)
  expect(updates).toHaveLength(2)
  const other = await generateKeyPair('RSA', 2_048)
  await expect(book.merge(bare, { publicKey: other.publicKey })).rejects.toMatchObject({
    name: 'InvalidParametersError',
  })
})

test('the own id at the end of an address is left off, but not behind a relay', async () => {
  const relayed = `${HERE.toString()}/p2p/${own.toString()}/p2p-circuit/p2p/${peer.toString()}`
  await book.merge(peer, {
    multiaddrs: [multiaddr(`${HERE.toString()}/p2p/${peer.toString()}`), multiaddr(relayed)],
  })
  const { multiaddrs: known } = await book.getInfo(peer)
  expect(known.map(String)).toEqual([HERE.toString(), relayed])
})

test('what is certified stays so', async () => {
  await book.patch(peer, { addresses: [{ multiaddr: HERE, isCertified: true }] })
  await book.merge(peer, { multiaddrs: [HERE, THERE] })
  const { addresses } = await book.get(peer)
  expect(addresses.map(({ isCertified }) => isCertified)).toEqual([true, false])
})

test('others are listed as asked for; the own peer is told of apart', async () => {
  const third = await newPeer()
  await book.merge(own, { protocols: ['/a/1'] })
  await book.merge(peer, { protocols: ['/a/1'] })
  await book.merge(third, { protocols: ['/b/1'] })
  expect(updates.map(({ isOwn }) => isOwn)).toEqual([true, false, false])
  expect(await book.all()).toHaveLength(2)
  const speaking = await book.all({ filters: [({ protocols: spoken }) => spoken.includes('/b/1')] })
  expect(speaking.map(({ id }) => id)).toEqual([third])
  expect(await book.all({ offset: 1, limit: 5 })).toHaveLength(1)
  await book.delete(own)
  expect(await book.has(own)).toBe(true)
})

test('metadata that is added is a change', async () => {
  await book.patch(peer, { metadata: { one: Uint8Array.of(1), two: Uint8Array.of(2) } })
  await book.merge(peer, { metadata: { one: undefined, three: Uint8Array.of(3) } })
  expect([...(await book.get(peer)).metadata.keys()]).toEqual(['two', 'three'])
  expect(updates).toHaveLength(2)
})

test('what was given out is not what is kept', async () => {
  const given = await book.merge(peer, { multiaddrs: [HERE], protocols: ['/a/1'] })
  given.addresses.pop()
  given.protocols.pop()
  ;(await book.getInfo(peer)).multiaddrs.pop()
  expect(await book.get(peer)).toMatchObject({ protocols: ['/a/1'] })
  expect((await book.getInfo(peer)).multiaddrs).toEqual([HERE])
})
