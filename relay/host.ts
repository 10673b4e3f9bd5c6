// The relay's libp2p node: it introduces tabs to each other, and carries the DHT node of each room.

import type { Server } from 'node:http'
import { circuitRelayServer, circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { gossipsub, type GossipSub } from '@libp2p/gossipsub'
import { identify } from '@libp2p/identify'
import type { Ed25519PrivateKey, Libp2p } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import { realClock } from '../src/base/clock.ts'
import type { PeerName } from '../src/kad/kad-id.ts'
import { createGossipRegistrar } from '../src/room/gossip-registrar.ts'
import { createMesh, type Mesh } from '../src/room/mesh.ts'
import type { MeshInit } from '../src/room/mesh-init.ts'
import { countReservations, releaseReservations } from './reservations.ts'
import { sharedPortWebSockets } from './shared-port-transport.ts'

/** A running node, as far as the rest of the relay needs it. */
export interface Host {
  readonly peerId: PeerName
  /** What the DHT node of a room is made from. */
  readonly components: KadDHTComponents
  readonly gossip: GossipSub
  connections(): number
  reservations(): number
  /** Calls back as peers that speak `protocol` come and go. Returns what ends it. */
  watchProtocol(protocol: string, watcher: ProtocolWatcher): Promise<() => void>
  /** Calls back with what each newly met peer speaks. */
  onProtocols(listener: (protocols: readonly string[]) => void): void
  stop(): Promise<void>
}

type HostComponents = KadDHTComponents & MeshInit['components']

/** Hears of peers that speak one protocol. */
export interface ProtocolWatcher {
  joined(peer: PeerName): void
  left(peer: PeerName): void
}

/** The most peers at once; a tab has one connection to the relay, for a moment perhaps two. */
const MAX_CONNECTIONS = 1200

/** A whole class comes from one address, that of its router, and comes within a second. */
const CONNECTIONS_A_SECOND_AND_HOST = 1000

/** Handshakes under way at once; the rest is refused and tries again. */
const MAX_PENDING = 300

/** How long a reservation lasts unless it is renewed, in milliseconds. */
const RESERVATION_MS = 2 * 60 * 60 * 1000

/** Streams of one kind on one connection: all lookups of a tab may run over its relay. */
const MAX_STREAMS = 1024

/**
 * Starts the node on a server that already listens.
 *
 * @param listenAddress the server's own, such as `/ip4/0.0.0.0/tcp/8080/ws`
 */
export async function startHost(
  server: Server,
  listenAddress: string,
  privateKey: Ed25519PrivateKey,
): Promise<Host> {
  let mesh: Mesh | undefined
  // Tabs come to the relay by themselves, over WebSocket: it dials nobody through a relay.
  const meshOf = (components: MeshInit['components']): Mesh =>
    (mesh ??= createMesh({ components, clock: realClock, relays: () => [], direct: false }))

  const libp2p = await createLibp2p({
    privateKey,
    addresses: { listen: [listenAddress] },
    transports: [
      sharedPortWebSockets(server),
      // Without it the addresses of tabs would count as undialable, and the DHT would pass them over.
      circuitRelayTransport(),
    ],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionGater: { denyDialMultiaddr: () => false },
    connectionManager: {
      maxConnections: MAX_CONNECTIONS,
      inboundConnectionThreshold: CONNECTIONS_A_SECOND_AND_HOST,
      maxIncomingPendingConnections: MAX_PENDING,
      // A handshake that is given up under load is work thrown away and begun again.
      inboundUpgradeTimeout: 30_000,
    },
    // It aborts connections whose ping is late, as they are under load; the shared port has a
    // heartbeat that browsers answer by themselves.
    connectionMonitor: { enabled: false },
    services: {
      identify: identify({ runOnLimitedConnection: true }),
      ping: ping({ maxInboundStreams: 64 }),
      relay: circuitRelayServer({
        maxInboundHopStreams: MAX_STREAMS,
        maxOutboundHopStreams: MAX_STREAMS,
        maxOutboundStopStreams: MAX_STREAMS,
        reservations: {
          maxReservations: 2 * MAX_CONNECTIONS,
          reservationTtl: RESERVATION_MS,
          // kad-dht does not run over limited connections.
          applyDefaultLimit: false,
        },
      }),
      gossip: (components: HostComponents) =>
        gossipsub({
          allowPublishToZeroTopicPeers: true,
          // A class behind one router shares one address, and tabs of one machine do.
          scoreParams: { IPColocationFactorWeight: 0 },
        })({
          privateKey: components.privateKey,
          peerId: components.peerId,
          peerStore: components.peerStore,
          connectionManager: components.connectionManager,
          logger: components.logger,
          registrar: createGossipRegistrar(components, () => meshOf(components), realClock),
        }),
      // The only way to a node's components that its types have.
      parts: (components: HostComponents) => ({ components }),
    },
  })
  const stopReleasing = releaseReservations(libp2p, libp2p.services.relay)
  const parts = libp2p.services.parts.components
  const wires = meshOf(parts)
  const { connectionManager } = wires
  return {
    peerId: libp2p.peerId.toString() as PeerName,
    components: {
      peerId: parts.peerId,
      privateKey: parts.privateKey,
      registrar: parts.registrar,
      addressManager: parts.addressManager,
      peerStore: parts.peerStore,
      events: parts.events,
      datastore: parts.datastore,
      logger: parts.logger,
      connectionManager,
      ping: ping()({ registrar: parts.registrar, connectionManager }),
    },
    gossip: libp2p.services.gossip,
    connections: () => libp2p.getConnections().length,
    reservations: () => countReservations(libp2p.services.relay),
    watchProtocol: (protocol, watcher) => watchProtocol(libp2p, parts, protocol, watcher),
    onProtocols(listener) {
      libp2p.addEventListener('peer:identify', ({ detail }) => listener(detail.protocols))
    },
    async stop() {
      stopReleasing()
      wires.stop()
      await libp2p.stop()
    },
  }
}

async function watchProtocol(
  libp2p: Libp2p,
  { registrar }: HostComponents,
  protocol: string,
  { joined, left }: ProtocolWatcher,
): Promise<() => void> {
  const id = await registrar.register(protocol, {
    onConnect: (peer) => joined(peer.toString() as PeerName),
    onDisconnect: (peer) => left(peer.toString() as PeerName),
  })
  // Those who are here already are not told of.
  for (const peer of libp2p.getPeers()) {
    const known = await libp2p.peerStore.get(peer).catch(() => undefined)
    if (known?.protocols.includes(protocol) === true) joined(peer.toString() as PeerName)
  }
  return () => registrar.unregister(id)
}
