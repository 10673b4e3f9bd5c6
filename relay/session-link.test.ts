// Sessions of a room at a real relay: the link to it, and the wires between those that join at once.

import './node-polyfills.ts'
import { circuitRelayServer, circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { identify } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { webSockets } from '@libp2p/websockets'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import type { EventKind } from '../src/event/event.ts'
import { parseBootstrap } from '../src/room/find-room.ts'
import type { RoomHost } from '../src/room/host.ts'
import { joinRoom, type RoomSession } from '../src/room/join-room.ts'
import type { Hears } from '../src/room/observe.ts'
import { startNodeHost } from './node-host.ts'
import { testNetwork, type TestRelay } from './test-relay.ts'

const network = testNetwork()
const sessions: RoomSession[] = []

afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.stop()))
})
afterAll(() => network.end())

/** The machine may be busy. */
const SOON = { timeout: 10_000, interval: 50 }

/** A peer with a reservation, its host, and the kinds of what it tells. */
async function join(
  { url }: TestRelay,
  mode: 'client' | 'server' = 'client',
  hears: Hears = 'never',
): Promise<[RoomSession, RoomHost, EventKind[]]> {
  const hosts: RoomHost[] = []
  const session = await joinRoom({
    privateKey: await generateKeyPair('Ed25519'),
    async startHost(init) {
      const host = await startNodeHost(init)
      hosts.push(host)
      return host
    },
    bootstraps: [parseBootstrap(url)],
    agent: 'node',
    mode,
    hears,
  })
  sessions.push(session)
  const told: EventKind[] = []
  session.peer.onEnvelope(({ event }) => told.push(event.kind))
  await vi.waitFor(() => {
    expect(session.invitations()).toHaveLength(1)
  })
  const [host] = hosts
  if (host === undefined) throw new Error('no host was started')
  return [session, host, told]
}

test('a link whose relay answers is not lost, however often it is checked', async () => {
  const relay = await network.relay('answers')
  const [session, host, told] = await join(relay)
  const answered = vi.spyOn(host.components.ping, 'ping')
  await vi.waitFor(
    () => {
      session.nudge()
      expect(answered.mock.settledResults.length).toBeGreaterThanOrEqual(5)
    },
    { timeout: 4_000 },
  )
  const outcomes = new Set(answered.mock.settledResults.map(({ type }) => type))
  expect(outcomes).toEqual(new Set(['fulfilled']))
  expect(told).not.toContain('relay.lost')
})

test('many pings at once are all answered: none is taken for a death', async () => {
  const relay = await network.relay('pings')
  const [[, host], [, other]] = await Promise.all([join(relay), join(relay)])
  const [connection] = host.components.connectionManager.getConnections()
  if (connection === undefined) throw new Error('there is no wire to the relay')
  for (const peer of [connection.remotePeer, other.components.peerId]) {
    const pings = Array.from({ length: 8 }, () => host.components.ping.ping(peer))
    expect((await Promise.allSettled(pings)).map(({ status }) => status)).toEqual(
      pings.map(() => 'fulfilled'),
    )
  }
})

test('a connection that is aborted is gone at the relay too, and another one comes', async () => {
  const relay = await network.relay('aborts')
  const [, host, told] = await join(relay)
  expect((await relay.health()).connections).toBe(1)
  for (const connection of host.components.connectionManager.getConnections()) {
    connection.abort(new Error('aborted by the test'))
  }
  await vi.waitFor(
    () => {
      expect(told.filter((kind) => kind === 'relay.reserved')).toHaveLength(1)
    },
    { timeout: 5_000 },
  )
  expect((await relay.health()).connections).toBe(1)
})

test('N1 peers that join at once have one wire a pair', async () => {
  const relay = await network.relay('burst')
  const joined = await Promise.all(Array.from({ length: 6 }, () => join(relay, 'server')))
  const own = joined.map(([session]) => session.own)
  await vi.waitFor(() => {
    for (const [session, host] of joined) {
      const remotes = host.components.connectionManager
        .getConnections()
        .map(({ remotePeer }) => remotePeer.toString())
      const others = own.filter((name) => name !== session.own)
      expect(remotes.filter((name) => others.some((other) => other === name)).sort()).toEqual(
        others.sort(),
      )
    }
  }, SOON)
})

test('a peer is reached through a relay that itself came over another relay', async () => {
  const [session, host] = await join(await network.relay('first'))
  const second = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0/ws'] },
    transports: [webSockets(), circuitRelayTransport()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionGater: { denyDialMultiaddr: () => false },
    services: { identify: identify(), relay: circuitRelayServer() },
  })
  try {
    const [address] = second.getMultiaddrs()
    const [invitation] = session.invitations()
    if (address === undefined || invitation === undefined) throw new Error('no address')
    await second.dial(multiaddr(invitation))
    const target = await network.node(address.toString())
    await vi.waitFor(() => {
      expect(target.getMultiaddrs()).not.toHaveLength(0)
    }, SOON)
    await host.components.peerStore.merge(target.peerId, { multiaddrs: target.getMultiaddrs() })
    expect(await host.components.ping.ping(target.peerId)).toBeGreaterThanOrEqual(0)
  } finally {
    await second.stop()
  }
})

/** Of whom a session has heard, and what. */
function heardBy(session: RoomSession): Map<string, EventKind[]> {
  const heard = new Map<string, EventKind[]>()
  session.onEnvelopes((envelopes) => {
    for (const { peer, event } of envelopes) {
      heard.set(peer, [...(heard.get(peer) ?? []), event.kind])
    }
  })
  return heard
}

test('who hears later is told of all the same, and is told everything once it hears', async () => {
  const relay = await network.relay('hears-later')
  const [early] = await join(relay, 'server', 'at once')
  const [late] = await join(relay, 'server', 'later')
  const [byEarly, byLate] = [heardBy(early), heardBy(late)]
  await vi.waitFor(() => {
    expect(byEarly.get(late.own)).toContain('contact.added')
  }, SOON)
  await early.peer.closest('/u/while-nobody-listens')
  expect([...byLate.keys()]).toEqual([late.own])

  late.hear()
  await vi.waitFor(() => {
    expect(byLate.get(early.own)).toContain('peer.described')
    expect(byEarly.get(late.own)).toContain('peer.described')
  }, SOON)
})

test('a relay is asked for the settings of the room once, and its own link takes them', async () => {
  const relay = await network.relay('asked-once')
  const asked = vi.spyOn(globalThis, 'fetch')
  await join(relay)
  expect(asked).toHaveBeenCalledOnce()
  asked.mockRestore()
})
