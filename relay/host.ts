// The relay's libp2p node: it introduces tabs to each other, and carries the DHT node of each room.

import { circuitRelayServer, type CircuitRelayServerComponents } from '@libp2p/circuit-relay-v2'
import { gossipsub, type GossipSub } from '@libp2p/gossipsub'
import { identify, identifyPush } from '@libp2p/identify'
import type { Connection, Ed25519PrivateKey, Libp2p, PeerId } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { quietYamux } from '../src/room/quiet-yamux.ts'
import { keepPeersInMemory } from '../src/room/memory-peers.ts'
import { createTurns } from '../src/room/turns.ts'
import type { Multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { realClock } from '../src/base/clock.ts'
import type { PeerName } from '../src/kad/kad-id.ts'
import { override } from '../src/peer/override.ts'
import { circuits } from '../src/room/circuits.ts'
import { createGossipRegistrar } from '../src/room/gossip-registrar.ts'
import { GOSSIP_SETTINGS } from '../src/room/gossip-settings.ts'
import { createMesh, type Mesh } from '../src/room/mesh.ts'
import type { MeshInit } from '../src/room/mesh-init.ts'
import { PINGS } from '../src/room/ping-settings.ts'
import { quietLogger } from '../src/room/quiet-logger.ts'
import { MAX_CONNECTIONS_PER_PEER, TooManyConnectionsError, type Caps } from './caps.ts'
import { guardHops } from './hop-guard.ts'
import { HOP_PROTOCOL } from './hop-message.ts'
import type { WebServer } from './http.ts'
import type { InProcess } from './in-process.ts'
import { countReservations, expectMany, releaseReservations } from './reservations.ts'
import { sharedPortWebSockets } from './shared-port-transport.ts'
import { WebSocketWire } from './websocket-wire.ts'

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
  /** Connects to another relay, unless it is connected already. */
  connect(addresses: readonly Multiaddr[], signal: AbortSignal): Promise<Connection>
  stop(): Promise<void>
}

type HostComponents = KadDHTComponents & MeshInit['components']

/** What the node is started with. */
export interface HostInit {
  /** A server that already listens. */
  web: WebServer
  /** The server's own address, such as `/ip4/0.0.0.0/tcp/8080/ws`. */
  listenAddress: string
  /** Addresses beyond those of this machine under which it can be reached. */
  announce: readonly string[]
  privateKey: Ed25519PrivateKey
  caps: Caps
  /** The peers of this process, of which the relay is one. */
  inProcess: InProcess
  /** How many more peers this process will have. */
  peers: number
}

/** Hears of peers that speak one protocol. */
export interface ProtocolWatcher {
  joined(peer: PeerName): void
  left(peer: PeerName): void
}

/** A whole class comes from one address, that of its router, and comes within a second. */
const CONNECTIONS_A_SECOND_AND_HOST = 1000

/** Handshakes under way at once; the rest is refused and tries again. */
const MAX_PENDING = 300

/** How long a reservation lasts unless it is renewed, in milliseconds. */
const RESERVATION_MS = 2 * 60 * 60 * 1000

/** Streams of one kind on one connection: all lookups of a tab may run over its relay. */
const MAX_STREAMS = 1024

/** Starts the node. */
export async function startHost(init: HostInit): Promise<Host> {
  const { web, privateKey, caps, inProcess } = init
  const most = caps.limits.peers + init.peers
  const turns = createTurns(realClock)
  let mesh: Mesh | undefined
  // Tabs come to the relay by themselves, over WebSocket: it dials nobody through a relay.
  const meshOf = (components: HostComponents): Mesh =>
    (mesh ??= createMesh({ components, clock: realClock, relays: () => [], direct: false, turns }))

  const libp2p = await createLibp2p({
    start: false,
    privateKey,
    addresses: { listen: [init.listenAddress], appendAnnounce: [...init.announce] },
    transports: [
      inProcess.transport(),
      sharedPortWebSockets(web, caps.door),
      // Without it the addresses of tabs would count as undialable, and the DHT would pass them over.
      circuits(),
    ],
    connectionEncrypters: [noise()],
    streamMuxers: [quietYamux()],
    ...(process.env['DEBUG'] === undefined ? { logger: quietLogger } : {}),
    connectionGater: {
      denyDialMultiaddr: () => false,
      // Denies nobody: here it is first known whose wire it is.
      denyInboundEncryptedConnection(peer, wire) {
        if (wire instanceof WebSocketWire) wire.meter.belongTo(peer.toString() as PeerName)
        return false
      },
    },
    connectionManager: {
      // The relay's own caps come long before.
      maxConnections: 2 * most + 1000,
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
      // Linked relays hear so of rooms that are opened later.
      identifyPush: identifyPush(),
      ping: ping(PINGS),
      relay: (components: HostComponents & CircuitRelayServerComponents) => {
        const registrar = guardHops(components.registrar, caps.relayed, (target) =>
          expectMany(relay, target),
        )
        const relay = circuitRelayServer({
          maxInboundHopStreams: MAX_STREAMS,
          maxOutboundHopStreams: MAX_STREAMS,
          maxOutboundStopStreams: MAX_STREAMS,
          reservations: {
            maxReservations: most,
            reservationTtl: RESERVATION_MS,
            // kad-dht does not run over limited connections.
            applyDefaultLimit: false,
          },
        })(override(components, { registrar }))
        return relay
      },
      gossip: (components: HostComponents) =>
        gossipsub(GOSSIP_SETTINGS)({
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
  libp2p.addEventListener('connection:open', ({ detail }) => closeOldest(libp2p, detail))
  const parts = libp2p.services.parts.components
  keepPeersInMemory(parts, realClock)
  const wires = meshOf(parts)
  await libp2p.start()
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
    connect: (addresses, signal) => libp2p.dial([...addresses], { signal }),
    async stop() {
      inProcess.leave(libp2p.peerId)
      stopReleasing()
      wires.stop()
      await libp2p.stop()
    },
  }
}

/** A peer has come in once too often: its oldest connection is most likely dead. */
function closeOldest(libp2p: Libp2p, { remotePeer }: Connection): void {
  const inbound = libp2p
    .getConnections(remotePeer)
    .filter(({ direction, status }) => direction === 'inbound' && status === 'open')
    .sort((a, b) => a.timeline.open - b.timeline.open)
  if (inbound.length > MAX_CONNECTIONS_PER_PEER) inbound[0]?.abort(new TooManyConnectionsError())
}

async function protocolsOf(libp2p: Libp2p, peer: PeerId): Promise<readonly string[]> {
  const known = await libp2p.peerStore.get(peer).catch(() => undefined)
  return known?.protocols ?? []
}

async function watchProtocol(
  libp2p: Libp2p,
  { registrar }: HostComponents,
  protocol: string,
  { joined, left }: ProtocolWatcher,
): Promise<() => void> {
  const consider = async (peer: PeerId): Promise<void> => {
    const protocols = await protocolsOf(libp2p, peer)
    // Another relay is in every room that it shares with this one: that keeps none alive.
    const isVisitor = protocols.includes(protocol) && !protocols.includes(HOP_PROTOCOL)
    if (isVisitor && libp2p.getConnections(peer).length > 0) joined(peer.toString() as PeerName)
  }
  const id = await registrar.register(protocol, {
    onConnect: (peer) => void consider(peer),
    onDisconnect: (peer) => left(peer.toString() as PeerName),
  })
  // Those who are here already are not told of.
  for (const peer of libp2p.getPeers()) await consider(peer)
  return () => registrar.unregister(id)
}
