// `--peers`: a room that the relay's own process fills.

import { peerIdFromString } from '@libp2p/peer-id'
import type { KadDHT } from '@libp2p/kad-dht'
import { multiaddr } from '@multiformats/multiaddr'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../src/kad/kad-id.ts'
import { closestTo } from '../src/kad/metric.ts'
import type { Swarm } from './swarm.ts'
import { testNetwork, type TestRelay } from './test-relay.ts'

const PEERS = 8

/** The machine may be busy. */
vi.setConfig({ testTimeout: 80_000, hookTimeout: 40_000 })

const network = testNetwork()
let home: TestRelay
let swarm: Swarm

beforeAll(async () => {
  home = await network.relay('home', { peers: PEERS })
  swarm = await home.relay.swarm
  await Promise.all(swarm.peers.map((peer) => peer.ready))
})
afterAll(() => network.end())

test('each has an identity, a reservation, and a wire to the relay within the process', async () => {
  expect(new Set(swarm.peers.map(({ peerId }) => peerId)).size).toBe(PEERS)
  await vi.waitFor(async () => expect((await home.health()).reservations).toBe(PEERS), {
    timeout: 15_000,
  })
  for (const peer of swarm.peers) {
    const wires = peer.snapshot().connections.filter((wire) => wire.peer === home.relay.peerId)
    expect(wires.map(({ path }) => path)).toEqual(['virtual'])
  }
})

test('their lookups find the true k closest, the relay included', async () => {
  const everybody = [...swarm.peers.map(({ peerId }) => peerId), home.relay.peerId as PeerName]
  await vi.waitFor(
    async () => {
      for (const [index, peer] of swarm.peers.entries()) {
        const target = kadIdOfKey(`/u/${index}` as RecordKey)
        const others = everybody.filter((name) => name !== peer.peerId)
        expect(await peer.closest(`/u/${index}`)).toEqual(closestTo(target, others, 4, kadIdOfPeer))
      }
    },
    { timeout: 60_000, interval: 200 },
  )
})

test('a plain libp2p node reaches them through the relay', async () => {
  const node = await network.node(home.address, '/kadscope/main/kad/1.0.0')
  const [first] = swarm.peers
  const { key } = (await first?.put('for a plain node', { key: '/u/plain' })) ?? { key: '' }
  const dht = node.services['dht'] as KadDHT
  const found: string[] = []
  for await (const event of dht.get(new TextEncoder().encode(key))) {
    if (event.name === 'VALUE') found.push(new TextDecoder().decode(event.value))
  }
  expect(found).toContain('for a plain node')
  const target = peerIdFromString(swarm.peers[3]?.peerId ?? '')
  const ping = node.services['ping'] as { ping(peer: typeof target): Promise<number> }
  // Who has just heard of the node may be making a wire to it, and refuses a second one (SPEC N1).
  const dialed = node.dial(multiaddr(`${home.address}/p2p-circuit/p2p/${target.toString()}`))
  await dialed.catch(() => undefined)
  await vi.waitFor(() => expect(node.getConnections(target)).not.toEqual([]), { timeout: 15_000 })
  expect(await ping.ping(target)).toBeGreaterThanOrEqual(0)
})

test('they come back as the same peers with the relay', async () => {
  const again = await network.relay('home', { peers: 2 })
  const { peers } = await again.relay.swarm
  expect(peers.map(({ peerId }) => peerId)).toEqual(
    swarm.peers.slice(0, 2).map(({ peerId }) => peerId),
  )
})
