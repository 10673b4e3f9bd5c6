// A libp2p host for a browser tab: WebSocket to the relay, WebRTC to the other tabs.
// Nothing that Node runs may import this file, as it brings @libp2p/webrtc with it.

import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { gossipsub, type GossipSub } from '@libp2p/gossipsub'
import { identify, identifyPush } from '@libp2p/identify'
import type { PrivateKey } from '@libp2p/interface'
import type { TransportManager } from '@libp2p/interface-internal'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { webRTC } from '@libp2p/webrtc'
import type { Multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import type { Clock } from '../base/clock.ts'
import { createGossipRegistrar } from './gossip-registrar.ts'
import { GOSSIP_SETTINGS } from './gossip-settings.ts'
import { gatheringWebSockets } from './gathering-web-sockets.ts'
import { createMesh, type Mesh } from './mesh.ts'
import { quietYamux } from './quiet-yamux.ts'

/** The components of a libp2p host that Kadscope works with. */
export type HostComponents = KadDHTComponents & { readonly transportManager: TransportManager }

export interface BrowserHostInit {
  readonly privateKey: PrivateKey
  readonly clock: Clock
  /** Addresses of the relays that are connected now. */
  readonly relays: () => readonly Multiaddr[]
  /** How busy this machine is, see base/lateness.ts. */
  readonly patience: () => number
  /** STUN and TURN servers. @default none: no server but the relay is contacted */
  readonly iceServers?: RTCIceServer[]
}

/** A running host. */
export interface BrowserHost {
  /** Components for `kadDHT()`, whose streams and pings take the mesh's wires. */
  readonly components: HostComponents
  readonly gossip: GossipSub
  readonly mesh: Mesh
  /** Tells all connected peers the own addresses anew. */
  announce(): void
  stop(): Promise<void>
}

/**
 * Turns relay discovery off: relays are configured. Left on, it tries each relay just when
 * the reservation is to be made, finds that none is wanted, and the reservation fails with it.
 */
const everythingSeen = { has: () => true, add: () => undefined, remove: () => undefined }

/** Whether this browser can speak WebRTC. */
export function hasWebRtc(): boolean {
  return typeof RTCPeerConnection === 'function'
}

/** Starts a libp2p host in this tab. */
export async function startBrowserHost(init: BrowserHostInit): Promise<BrowserHost> {
  const { clock } = init
  let mesh: Mesh | undefined
  const meshOf = (components: HostComponents): Mesh =>
    (mesh ??= createMesh({ ...init, components, direct: hasWebRtc() }))

  const libp2p = await createLibp2p({
    privateKey: init.privateKey,
    addresses: { listen: hasWebRtc() ? ['/webrtc'] : [] },
    transports: [
      gatheringWebSockets(),
      circuitRelayTransport({ discoveryFilter: everythingSeen }),
      ...(hasWebRtc() ? [webRTC({ rtcConfiguration: { iceServers: init.iceServers ?? [] } })] : []),
    ],
    connectionEncrypters: [noise()],
    streamMuxers: [quietYamux()],
    // Rooms live on private and loopback addresses.
    connectionGater: { denyDialMultiaddr: () => false },
    connectionManager: {
      maxConnections: 500,
      // Every relayed wire comes in from the one address of the relay.
      inboundConnectionThreshold: 1_000,
      maxIncomingPendingConnections: 200,
      // Kadscope has its own ways to find back to the relay and to peers.
      reconnectRetries: 0,
    },
    // Under load a late ping is no sign of death: the relay's wire was seen to be cut in a burst.
    connectionMonitor: { abortConnectionOnPingFailure: false },
    services: {
      identify: identify(),
      // Told by hand, once an address is reserved: each change by itself would be told to everybody.
      identifyPush: identifyPush({ debounce: 50, runOnSelfUpdate: false }),
      ping: ping(),
      gossip: (components: HostComponents) =>
        gossipsub(GOSSIP_SETTINGS)({
          privateKey: components.privateKey,
          peerId: components.peerId,
          peerStore: components.peerStore,
          registrar: createGossipRegistrar(components, () => meshOf(components), clock),
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
  const components: HostComponents = {
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
    ping: pingOver(parts, connectionManager),
  }
  return {
    components,
    gossip: libp2p.services.gossip,
    mesh: wires,
    announce() {
      void libp2p.services.identifyPush.push()
    },
    async stop() {
      wires.stop()
      await libp2p.stop()
    },
  }
}

/** A ping service that takes the mesh's wires; the host's own goes on answering pings. */
function pingOver(
  parts: HostComponents,
  connectionManager: HostComponents['connectionManager'],
): HostComponents['ping'] {
  return ping()({ registrar: parts.registrar, connectionManager })
}
