// The page to compare with: a DHT peer put together from the libraries as in their own examples.
// /?relay=MULTIADDR&protocol=ID&k=NUMBER

import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { identify, identifyPush } from '@libp2p/identify'
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { webRTC } from '@libp2p/webrtc'
import { webSockets } from '@libp2p/websockets'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import type { TabApi } from '../tab-api.ts'

const query = new URLSearchParams(location.search)
const relay = query.get('relay') ?? ''

const node = await createLibp2p({
  addresses: { listen: [`${relay}/p2p-circuit`, '/webrtc'] },
  // The default's STUN servers are out of reach on a machine without internet, and cost time.
  transports: [
    webSockets(),
    circuitRelayTransport(),
    webRTC({ rtcConfiguration: { iceServers: [] } }),
  ],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  connectionGater: { denyDialMultiaddr: () => false },
  services: {
    identify: identify(),
    identifyPush: identifyPush(),
    ping: ping(),
    dht: kadDHT({
      protocol: query.get('protocol') ?? '',
      kBucketSize: Number(query.get('k')),
      clientMode: false,
      peerInfoMapper: passthroughMapper,
      // Without these two it stores nothing under `/u/`.
      validators: { u: () => Promise.resolve() },
      selectors: { u: () => 0 },
    }),
  },
})
const { dht } = node.services
const bytes = new TextEncoder()

/** The routing table is not in the published types. */
const table = (dht as unknown as { routingTable: { size: number } }).routingTable

async function untilContact(): Promise<void> {
  while (table.size === 0) await new Promise((resolve) => setTimeout(resolve, 5))
}

function pathOf(address: string): string {
  if (address.includes('/webrtc')) return 'webrtc'
  return address.includes('/p2p-circuit') ? 'relayed' : 'websocket'
}

const api: TabApi = {
  ready: untilContact(),
  peerId: () => node.peerId.toString(),
  async closest(key) {
    const found: string[] = []
    for await (const event of dht.getClosestPeers(bytes.encode(key))) {
      if (event.name === 'FINAL_PEER') found.push(event.peer.id.toString())
    }
    return found.filter((peer) => peer !== node.peerId.toString())
  },
  async put(key, value) {
    for await (const event of dht.put(bytes.encode(key), bytes.encode(value))) {
      if (event.name === 'PATH_ENDED') continue
    }
  },
  async get(key) {
    for await (const event of dht.get(bytes.encode(key))) {
      if (event.name === 'VALUE') return
    }
    throw new Error('not found')
  },
  connections: () =>
    node.getConnections().map(({ remotePeer, remoteAddr }) => ({
      peer: remotePeer.toString(),
      path: pathOf(remoteAddr.toString()),
    })),
}
Object.assign(window, { bench: api })
