// A libp2p host for a peer of a room: what is the same in a browser tab and in Node.

import { gossipsub, type GossipSub } from '@libp2p/gossipsub'
import { identify, identifyPush } from '@libp2p/identify'
import type { PrivateKey } from '@libp2p/interface'
import type { TransportManager } from '@libp2p/interface-internal'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import type { Multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type Libp2pOptions } from 'libp2p'
import type { Clock } from '../base/clock.ts'
import { circuits } from './circuits.ts'
import { createGossipRegistrar } from './gossip-registrar.ts'
import { GOSSIP_SETTINGS } from './gossip-settings.ts'
import { createMesh, type Mesh } from './mesh.ts'
import { PINGS } from './ping-settings.ts'
import { quietLogger } from './quiet-logger.ts'
import { quietYamux } from './quiet-yamux.ts'
import { keepPeersInMemory } from './memory-peers.ts'
import { createTurns, type Turns } from './turns.ts'

/** The components of a libp2p host that Kadscope works with. */
export type HostComponents = KadDHTComponents & { readonly transportManager: TransportManager }

/** What a host is started with, wherever it runs. */
export interface HostInit {
  readonly privateKey: PrivateKey
  readonly clock: Clock
  /** Addresses of the relays that are connected now. */
  readonly relays: () => readonly Multiaddr[]
  /** How busy this machine is, see base/lateness.ts. @default 1, not at all */
  readonly patience?: () => number
  /** Peers of one page or process take turns with what costs much. @default its own */
  readonly turns?: Turns
}

type Registrar = KadDHTComponents['registrar']

/** What differs between a tab and Node. */
export interface HostWires {
  /** Tried in this order, the circuit relay after them. */
  readonly transports: NonNullable<Libp2pOptions['transports']>
  /** How wires are encrypted. @default noise, as its library has it */
  readonly encrypter?: ReturnType<typeof noise>
  /** Whether this host can have direct wires to tabs. */
  readonly webRtc: boolean
  /** Whether somebody wants to see libp2p's own log. */
  readonly logs: boolean
  /** Whom gossipsub is told of. @default everybody */
  readonly gossipRegistrar?: (registrar: Registrar) => Registrar
}

/** A running host. */
export interface RoomHost {
  /** Components for `kadDHT()`, whose streams and pings take the mesh's wires. */
  readonly components: HostComponents
  readonly gossip: GossipSub
  readonly mesh: Mesh
  /** Whether it can speak WebRTC. */
  readonly webRtc: boolean
  /** Tells all connected peers the own addresses anew. */
  announce(): void
  stop(): Promise<void>
}

/** Starts a host; what a room's session is given, as a tab and Node each have their own. */
export type StartHost = (init: HostInit) => Promise<RoomHost>

/**
 * Turns relay discovery off: relays are configured. Left on, it tries each relay just when
 * the reservation is to be made, finds that none is wanted, and the reservation fails with it.
 */
const everythingSeen = { has: () => true, add: () => undefined, remove: () => undefined }

/** Starts a libp2p host on the wires given. */
export async function startHostOn(init: HostInit, wires: HostWires): Promise<RoomHost> {
  const { clock } = init
  const { webRtc, gossipRegistrar = (registrar: Registrar) => registrar } = wires
  const turns = init.turns ?? createTurns(clock)
  let mesh: Mesh | undefined
  const meshOf = (components: HostComponents): Mesh =>
    (mesh ??= createMesh({ ...init, turns, components, direct: webRtc }))

  const libp2p = await createLibp2p({
    start: false,
    privateKey: init.privateKey,
    addresses: { listen: webRtc ? ['/webrtc'] : [] },
    transports: [...wires.transports, circuits({ discoveryFilter: everythingSeen })],
    connectionEncrypters: [wires.encrypter ?? noise()],
    streamMuxers: [quietYamux()],
    ...(wires.logs ? {} : { logger: quietLogger }),
    // Rooms live on private and loopback addresses.
    connectionGater: {
      denyDialMultiaddr: () => false,
      denyInboundRelayedConnection: (_relay, peer) => mesh?.refuses(peer) ?? false,
    },
    connectionManager: {
      maxConnections: 1_000,
      // Every relayed wire comes in from the one address of the relay.
      inboundConnectionThreshold: 1_000,
      maxIncomingPendingConnections: 300,
      // Kadscope has its own ways to find back to the relay and to peers.
      reconnectRetries: 0,
    },
    // It would ask everybody every 10 s, on a stream of its own each time: half of what an idle tab of a
    // full room did. Under load it cuts good wires; closed ones and silent contacts are noticed anyway.
    connectionMonitor: { enabled: false },
    services: {
      identify: identify(),
      // Told by hand, once an address is reserved: each change by itself would be told to everybody.
      identifyPush: identifyPush({ debounce: 50, runOnSelfUpdate: false }),
      ping: ping(PINGS),
      gossip: (components: HostComponents) =>
        gossipsub(GOSSIP_SETTINGS)({
          privateKey: components.privateKey,
          peerId: components.peerId,
          peerStore: components.peerStore,
          registrar: gossipRegistrar(
            createGossipRegistrar(components, () => meshOf(components), clock),
          ),
          connectionManager: components.connectionManager,
          logger: components.logger,
        }),
      // libp2p hands its components to each service: the public way to get at them.
      parts: (components: HostComponents) => ({ components }),
    },
  })

  const parts = libp2p.services.parts.components
  keepPeersInMemory(parts, clock)
  await libp2p.start()
  const meshWires = meshOf(parts)
  const { connectionManager } = meshWires
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
      // It takes the mesh's wires; the host's own goes on answering pings.
      ping: ping()({ registrar: parts.registrar, connectionManager }),
    },
    gossip: libp2p.services.gossip,
    mesh: meshWires,
    webRtc,
    announce() {
      void libp2p.services.identifyPush.push()
    },
    async stop() {
      meshWires.stop()
      await libp2p.stop()
    },
  }
}
