// The contract: what the adapter and the tap rely on in kad-dht beyond its published types.

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fromString } from 'uint8arrays/from-string'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { realClock } from '../base/clock.ts'
import { seededRandom } from '../base/random.ts'
import type { Envelope } from '../event/envelope.ts'
import { VirtualStream } from './virtual-stream.ts'
import { Weather } from '../lab/fabric/weather.ts'
import { Population, type LabPeer } from '../lab/population.ts'
import { keyOfSeed } from '../lab/seeded-key.ts'
import { kadIdOfPeer } from '../kad/kad-id.ts'
import { prefixOf } from '../kad/prefix.ts'
import { createKadAdapter } from './kad-adapter.ts'
import type { Internals } from './kad-internals.ts'
import { peerIdOf } from './peer-ids.ts'

const rules = {
  room: 'contract',
  protocol: '/kadscope/contract/kad/1.0.0',
  k: 2,
  alpha: 3,
  disjointPaths: 1,
  republishMs: 60_000,
  expireMs: 600_000,
  maxValueBytes: 1_024,
}

let population: Population
let peers: LabPeer[]
let told: Envelope[]

beforeEach(async () => {
  const random = seededRandom('contract')
  told = []
  population = new Population({
    rules,
    clock: realClock,
    random,
    weather: new Weather({ random }),
    onEnvelope: (envelope) => told.push(envelope),
  })
  peers = await population.burst(9)
  await Promise.all(peers.map(({ ready }) => ready))
  await expect.poll(() => tables().every((contacts) => contacts.length >= 4)).toBe(true)
})

afterEach(() => population.stop())

function tables(): string[][] {
  return peers.map((peer) => peer.snapshot().buckets.flatMap(({ contacts }) => contacts))
}

function first(): LabPeer {
  const [peer] = peers
  if (peer === undefined) throw new Error('no peer')
  return peer
}

describe('the trie of kad-dht', () => {
  test('has leaves whose contacts lie under their prefix, and which cover the space', () => {
    for (const peer of peers) {
      const { buckets } = peer.snapshot()
      const share = buckets.reduce((sum, { depth }) => sum + 2 ** -depth, 0)
      expect(share).toBe(1)
      for (const { prefix, depth, contacts, capacity } of buckets) {
        expect(prefix).toHaveLength(depth)
        expect(contacts.length).toBeLessThanOrEqual(capacity)
        for (const contact of contacts) expect(prefixOf(kadIdOfPeer(contact), depth)).toBe(prefix)
      }
    }
  })

  test('changes only as peer:add and peer:remove say: replaying them gives the table', () => {
    for (const peer of peers) {
      const contacts = new Set<string>()
      for (const { peer: by, event } of told) {
        if (by !== peer.peerId) continue
        if (event.kind === 'contact.added') contacts.add(event.contact)
        if (event.kind === 'contact.removed') contacts.delete(event.contact)
      }
      const table = peer.snapshot().buckets.flatMap((bucket) => bucket.contacts)
      expect([...contacts].sort()).toEqual(table.sort())
    }
  })

  test('splits are told for exactly the inner nodes', () => {
    for (const peer of peers) {
      const splits = told.flatMap(({ peer: by, event }) =>
        by === peer.peerId && event.kind === 'bucket.split' ? [event.prefix] : [],
      )
      expect(splits.sort()).toEqual([...peer.describe().splits].sort())
    }
  })

  test('forgets a contact that crashed', async () => {
    const gone = peers.at(-1)
    if (gone === undefined) throw new Error('no peer')
    await population.crash(gone.peerId)
    const rest = peers.filter((peer) => peer !== gone)
    await expect
      .poll(() => rest.some((peer) => peer.describe().contacts.includes(gone.peerId)))
      .toBe(false)
  })
})

test('P2 whoever has just made a wire comes into the table without a ping; whoever is only named is pinged', () => {
  const [bootstrap, ...others] = peers.map(({ peerId }) => peerId)
  if (bootstrap === undefined) throw new Error('no peer')
  const pinged = (by: string): string[] =>
    told.flatMap(({ peer, event }) =>
      peer === by && event.kind === 'contact.pinged' ? [event.contact] : [],
    )
  // Everybody dials the bootstrap, which so has no need to ping anybody; they ping each other.
  expect(pinged(bootstrap)).toEqual([])
  expect(first().describe().contacts.length).toBeGreaterThanOrEqual(4)
  expect(others.flatMap(pinged).length).toBeGreaterThan(0)
  expect(others.flatMap(pinged)).not.toContain(bootstrap)
})

describe('the options of a lookup', () => {
  test('reach openStream, so that each message carries its lookup and its path', async () => {
    await first().closest('/u/anything')
    const started = told.findLast(
      ({ event }) => event.kind === 'lookup.started' && event.operation === 'closest',
    )?.event
    if (started?.kind !== 'lookup.started') throw new Error('no lookup was told')
    const messages = told.filter(
      ({ event }) => event.kind === 'rpc.sent' && event.lookup === started.lookup,
    )
    expect(messages.length).toBeGreaterThan(0)
    for (const { event } of messages) {
      expect(event).toMatchObject({ type: 'FIND_NODE', path: 0, target: started.target })
    }
  })

  test('are the same signal for all messages, so that no peer is asked twice', async () => {
    await Promise.all(peers.map((peer, index) => peer.closest(`/u/anything-${index}`)))
    const asked = told.flatMap(({ event }) =>
      event.kind === 'rpc.sent' && event.type === 'FIND_NODE' && event.lookup !== undefined
        ? [`${event.lookup} ${event.to}`]
        : [],
    )
    expect(asked.filter((each, index) => asked.indexOf(each) !== index)).toEqual([])
  })

  test('let lookups run without a self-query of kad-dht', async () => {
    expect(await first().closest('/u/anything')).toHaveLength(rules.k)
  })
})

test('each message that is sent is answered, served and told once at either end', async () => {
  const before = told.length
  await first().put({ hello: 'world' })
  const since = told.slice(before).map(({ event }) => event)
  const puts = since.filter((event) => event.kind === 'rpc.sent' && event.type === 'PUT_VALUE')
  const served = since.filter((event) => event.kind === 'rpc.served' && event.type === 'PUT_VALUE')
  const copies = since.filter((event) => event.kind === 'record.replicated')
  expect(puts).toHaveLength(copies.length)
  expect(served).toHaveLength(copies.length)
})

test('a stream that was served is closed and not reset, at either end', async () => {
  const aborted = vi.spyOn(VirtualStream.prototype, 'abort')
  const closed = vi.spyOn(VirtualStream.prototype, 'onTransportClosed')
  try {
    await first().closest('/u/served')
    await expect.poll(() => closed.mock.calls.length).toBeGreaterThanOrEqual(2)
    expect(aborted).not.toHaveBeenCalled()
  } finally {
    aborted.mockRestore()
    closed.mockRestore()
  }
})

test('those nearest to a key, of whatever kind, are answered as kad-dht itself would', async () => {
  const random = seededRandom('nearest')
  const host = population.fabric.join(keyOfSeed(random.bytes(32)))
  const init = { ...rules, datastorePrefix: '/contract', mode: 'client', clock: realClock } as const
  const kad = createKadAdapter(host.components, { ...init, patience: () => 1 })
  await kad.start()
  await population.fabric.connect(host, first().peerId)
  for (const { peerId } of peers) kad.offer(peerId)
  await expect.poll(() => kad.contacts().length).toBeGreaterThanOrEqual(4)
  const { peerRouting } = kad.dht as unknown as Internals
  const theirs = (Object.getPrototypeOf(peerRouting) as typeof peerRouting).getClosestPeersOffline
  const own = host.components.peerId
  const keys = [
    random.bytes(32),
    fromString('/u/motd'),
    own.toMultihash().bytes,
    ...peers.map(({ peerId }) => peerIdOf(peerId).toMultihash().bytes),
    Uint8Array.of(0, 3, 1, 2, 3),
  ]
  for (const key of keys) {
    for (const options of [undefined, { exclude: [peerIdOf(first().peerId), own] }]) {
      const found = await peerRouting.getClosestPeersOffline(key, options)
      expect(found.length).toBeGreaterThan(0)
      const wanted = await theirs.call(peerRouting, key, options)
      const plain = (list: typeof found) =>
        list.map(({ id, multiaddrs }) => [id, ...multiaddrs].map(String))
      expect(plain(found)).toEqual(plain(wanted))
    }
  }
  await kad.stop()
  host.leave()
})

test('a record is stored under the prefix that the shelf reads', async () => {
  const { key, replicas } = await first().put('on the shelf')
  const holders = peers.filter(({ snapshot }) =>
    snapshot().records.some((record) => record.key === key),
  )
  expect(holders.map(({ peerId }) => peerId).sort()).toEqual([...replicas].sort())
})

test('the version of kad-dht is one that this contract was read against', async () => {
  const path = createRequire(import.meta.url).resolve('@libp2p/kad-dht')
  const manifest: unknown = JSON.parse(
    await readFile(path.replace(/dist\/.*$/, 'package.json'), 'utf8'),
  )
  expect(manifest).toHaveProperty('version')
  expect((manifest as { version: string }).version).toMatch(/^16\./)
})
