// A libp2p host for a peer that runs in Node: WebSocket to relays, no WebRTC, wires within its process.

import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { gossipsub, type GossipSub } from '@libp2p/gossipsub'
import { identify, identifyPush } from '@libp2p/identify'
import type { PeerId, PrivateKey, Topology } from '@libp2p/interface'
import type { TransportManager } from '@libp2p/interface-internal'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { webSockets } from '@libp2p/websockets'
import { quietYamux } from '../src/room/quiet-yamux.ts'
import type { Multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import type { Clock } from '../src/base/clock.ts'
import { override } from '../src/peer/override.ts'
import { createGossipRegistrar } from '../src/room/gossip-registrar.ts'
import { GOSSIP_SETTINGS } from '../src/room/gossip-settings.ts'
import { createMesh, type Mesh } from '../src/room/mesh.ts'
import type { InProcess } from './in-process.ts'

/** What a host is started with. */
export interface NodeHostInit {
  privateKey: PrivateKey
  clock: Clock
  inProcess: InProcess
  /** Addresses of the relays that are connected now. */
  relays: () => readonly Multiaddr[]
}

type HostComponents = KadDHTComponents & { readonly transportManager: TransportManager }

/** A running host. */
export interface NodeHost {
  /** Components for `kadDHT()`, whose streams and pings take the mesh's wires. */
  readonly components: HostComponents
  /** Tells the room through the relays; it hears nothing, as nobody looks. */
  readonly gossip: GossipSub
  /** Tells all connected peers the own addresses anew. */
  announce(): void
  stop(): Promise<void>
}

/** Relays are configured: none are looked for. */
const everythingSeen = { has: () => true, add: () => undefined, remove: () => undefined }

/** Starts a host. */
export async function startNodeHost(init: NodeHostInit): Promise<NodeHost> {
  const { clock, relays, inProcess } = init
  let mesh: Mesh | undefined
  const meshOf = (components: HostComponents): Mesh =>
    (mesh ??= createMesh({ components, clock, relays, direct: false }))

  const libp2p = await createLibp2p({
    privateKey: init.privateKey,
    addresses: { listen: [] },
    transports: [
      inProcess.transport(),
      webSockets(),
      circuitRelayTransport({ discoveryFilter: everythingSeen }),
    ],
    connectionEncrypters: [noise()],
    streamMuxers: [quietYamux()],
    connectionGater: { denyDialMultiaddr: () => false },
    connectionManager: {
      maxConnections: 1_000,
      inboundConnectionThreshold: 1_000,
      maxIncomingPendingConnections: 300,
      reconnectRetries: 0,
    },
    connectionMonitor: { enabled: false },
    services: {
      identify: identify(),
      identifyPush: identifyPush({ debounce: 50 }),
      ping: ping(),
      gossip: (components: HostComponents) =>
        gossipsub(GOSSIP_SETTINGS)({
          privateKey: components.privateKey,
          peerId: components.peerId,
          peerStore: components.peerStore,
          registrar: onlyRelays(
            createGossipRegistrar(components, () => meshOf(components), clock),
            relays,
          ),
          connectionManager: components.connectionManager,
          logger: components.logger,
        }),
      // libp2p hands its components to each service: the public way to get at them.
      parts: (components: HostComponents) => ({ components }),
    },
  })

  const parts = libp2p.services.parts.components
  const wires = meshOf(parts)
  const { connectionManager } = wires
  return {
    components: {
      peerId: parts.peerId,
      privateKey: parts.privateKey,
      registrar: parts.registrar,
      addressManager: parts.addressManager,
      peerStore: parts.peerStore,
      events: parts.events,
      datastore: parts.datastore,
      logger: parts.logger,
      transportManager: parts.transportManager,
      connectionManager,
      ping: ping()({ registrar: parts.registrar, connectionManager }),
    },
    gossip: libp2p.services.gossip,
    announce() {
      void libp2p.services.identifyPush.push()
    },
    async stop() {
      inProcess.leave(libp2p.peerId)
      wires.stop()
      await libp2p.stop()
    },
  }
}

type Registrar = KadDHTComponents['registrar']

/**
 * A registrar that tells gossipsub of relays only: they pass on what a peer tells, and dozens of
 * peers in one process would else open as many streams to each other.
 */
function onlyRelays(registrar: Registrar, relays: () => readonly Multiaddr[]): Registrar {
  const isRelay = (peer: PeerId): boolean =>
    relays().some((address) => address.toString().endsWith(`/p2p/${peer.toString()}`))
  return override(registrar, {
    register(protocol: string, topology: Topology) {
      return registrar.register(protocol, {
        ...topology,
        onConnect(peer, connection) {
          if (isRelay(peer)) void topology.onConnect?.(peer, connection)
        },
        onDisconnect(peer) {
          void topology.onDisconnect?.(peer)
        },
      })
    },
  })
}
