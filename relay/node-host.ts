// A libp2p host for a peer that runs in Node: WebSocket to relays, no WebRTC, wires within its process.

import type { PeerId, Topology } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { Multiaddr } from '@multiformats/multiaddr'
import { override } from '../src/peer/override.ts'
import { gatheringWebSockets } from '../src/room/gathering-web-sockets.ts'
import { startHostOn, type HostInit, type RoomHost } from '../src/room/host.ts'
import type { InProcess } from './in-process.ts'

/** What a host is started with. */
export interface NodeHostInit extends HostInit {
  /** The other peers of this process. @default none */
  inProcess?: InProcess
}

/** Starts a host. It tells the room what it does through the relays. */
export async function startNodeHost(init: NodeHostInit): Promise<RoomHost> {
  const { relays, inProcess } = init
  const host = await startHostOn(init, {
    webRtc: false,
    logs: process.env['DEBUG'] !== undefined,
    transports: [
      ...(inProcess === undefined ? [] : [inProcess.transport()]),
      gatheringWebSockets(),
    ],
    gossipRegistrar: (registrar) => onlyRelays(registrar, relays),
  })
  return {
    ...host,
    async stop() {
      inProcess?.leave(host.components.peerId)
      await host.stop()
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
