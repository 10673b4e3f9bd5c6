// For tests: relays on loopback ports with the real DHT peers, and plain libp2p nodes that join them.

import './node-polyfills.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { identify, identifyPush } from '@libp2p/identify'
import type { Libp2p } from '@libp2p/interface'
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { webSockets } from '@libp2p/websockets'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import type { DhtPeer } from '../src/peer/dht-peer.ts'
import { PINGS } from '../src/room/ping-settings.ts'
import type { Health } from './api.ts'
import { openRoom } from './open-room.ts'
import { describeRelay, relayOptionsOf, type RelayOptions } from './options.ts'
import { startRelay, type Relay } from './relay.ts'

/** A relay of a test. */
export interface TestRelay {
  readonly relay: Relay
  readonly url: string
  /** Its multiaddr on loopback. */
  readonly address: string
  /** Its own DHT node in a room. */
  node(room?: string): DhtPeer
  health(): Promise<Health>
  /** What it said in sentences. */
  readonly said: string[]
}

/** Relays and nodes of one test file, ended together. */
export interface TestNetwork {
  readonly folder: string
  /** Starts a relay whose data is in the folder of that name. */
  relay(data: string, changes?: Partial<RelayOptions>): Promise<TestRelay>
  /** A plain node with a reservation, and a DHT when a protocol is given. */
  node(address: string, protocol?: string): Promise<Libp2p>
  end(): Promise<void>
}

/** Makes an empty network. */
export function testNetwork(): TestNetwork {
  const folder = mkdtempSync(join(tmpdir(), 'kadscope-relay-'))
  const relays: Relay[] = []
  const nodes: Libp2p[] = []
  return {
    folder,
    async relay(data, changes = {}) {
      const started = await startTestRelay(join(folder, data), changes)
      relays.push(started.relay)
      return started
    },
    async node(address, protocol) {
      const node = await startPlainNode(address, protocol)
      nodes.push(node)
      return node
    },
    async end() {
      await Promise.all(
        nodes.map(async (node) => {
          await node.stop()
        }),
      )
      await Promise.all(relays.map((relay) => relay.close()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function startTestRelay(data: string, changes: Partial<RelayOptions>): Promise<TestRelay> {
  const defaults = relayOptionsOf(describeRelay().parse([], { from: 'user' }))
  const rooms = new Map<string, DhtPeer>()
  const said: string[] = []
  const relay = await startRelay({
    options: { ...defaults, port: 0, host: '127.0.0.1', data, ...changes },
    pageFolder: data,
    async openRoom(host, rules) {
      const peer = await openRoom(host, rules, () => undefined)
      rooms.set(rules.room, peer)
      return peer
    },
    say: (sentence) => said.push(sentence),
  })
  const place = `127.0.0.1:${relay.port}`
  const url = `${relay.secure ? 'https' : 'http'}://${place}`
  return {
    relay,
    url,
    address: `/ip4/127.0.0.1/tcp/${relay.port}/ws/p2p/${relay.peerId}`,
    node(room = 'main') {
      const peer = rooms.get(room)
      if (peer === undefined) throw new Error(`there is no room ${room}`)
      return peer
    },
    health: async () => (await (await fetch(`${url}/api/health`)).json()) as Health,
    said,
  }
}

function startPlainNode(address: string, protocol: string | undefined): Promise<Libp2p> {
  return createLibp2p({
    addresses: { listen: [`${address}/p2p-circuit`] },
    transports: [webSockets(), circuitRelayTransport()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionGater: { denyDialMultiaddr: () => false },
    services: {
      identify: identify(),
      identifyPush: identifyPush(),
      // Its DHT pings whom a test pings.
      ping: ping(PINGS),
      ...(protocol === undefined
        ? {}
        : {
            dht: kadDHT({
              protocol,
              kBucketSize: 4,
              clientMode: false,
              peerInfoMapper: passthroughMapper,
              initialQuerySelfInterval: 100,
              validators: { u: () => Promise.resolve() },
              selectors: { u: () => 0 },
            }),
          }),
    },
  })
}
