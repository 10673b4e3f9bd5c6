// The relay to compare with: circuit relay and DHT as in the libraries' own examples.
//
// usage: node bench/baseline/relay.js PORT PROTOCOL K
// It prints its multiaddr. What differs from the defaults is only what lets many tabs of one machine in.

import { circuitRelayServer, circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { identify, identifyPush } from '@libp2p/identify'
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { webSockets } from '@libp2p/websockets'
import { yamux } from '@libp2p/yamux'
import { WebSocket } from 'ws'

// Node 20 lacks both.
globalThis.WebSocket ??= WebSocket
Promise.withResolvers ??= function withResolvers() {
  let resolve, reject
  const promise = new this((yes, no) => ([resolve, reject] = [yes, no]))
  return { promise, resolve, reject }
}

const { createLibp2p } = await import('libp2p')
const [port, protocol, k] = process.argv.slice(2)

const node = await createLibp2p({
  addresses: { listen: [`/ip4/127.0.0.1/tcp/${port}/ws`] },
  transports: [webSockets(), circuitRelayTransport()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  // By default 5 a second from one address; and 15 reservations, of which each tab needs one.
  connectionManager: { inboundConnectionThreshold: 1000, maxIncomingPendingConnections: 1000 },
  services: {
    identify: identify(),
    identifyPush: identifyPush(),
    ping: ping(),
    // Limited relayed connections carry no DHT messages.
    relay: circuitRelayServer({
      reservations: { maxReservations: 1000, applyDefaultLimit: false },
    }),
    dht: kadDHT({
      protocol,
      kBucketSize: Number(k),
      clientMode: false,
      peerInfoMapper: passthroughMapper,
      validators: { u: () => Promise.resolve() },
      selectors: { u: () => 0 },
    }),
  },
})
console.log(node.getMultiaddrs()[0]?.toString())
