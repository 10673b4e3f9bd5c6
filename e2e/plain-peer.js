// A plain js-libp2p program that knows of Kadscope only what its README documents: the DHT's
// protocol id, the record namespaces, and the relay's address. Nothing of src/ is used.
//
// usage: node e2e/plain-peer.js RELAY_MULTIADDR PROTOCOL K
// It prints {"ready": PEER_ID} and then answers each line on its standard input, which is
// {"put": KEY, "value": TEXT} or {"get": KEY}, with one line of JSON.

import { createHash } from 'node:crypto'
import { createInterface } from 'node:readline'
import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
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
const [relay, protocol, k] = process.argv.slice(2)
const text = new TextDecoder()
const bytes = new TextEncoder()

/** `/c/<sha-256>`: the value hashes to the key. */
function validateContent(key, value) {
  const hash = createHash('sha256').update(value).digest('hex')
  if (text.decode(key) !== `/c/${hash}`) throw new Error('value does not hash to its key')
}

const node = await createLibp2p({
  addresses: { listen: [`${relay}/p2p-circuit`] },
  transports: [webSockets(), circuitRelayTransport()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  connectionGater: { denyDialMultiaddr: () => false },
  services: {
    identify: identify(),
    identifyPush: identifyPush(),
    ping: ping(),
    dht: kadDHT({
      protocol,
      kBucketSize: Number(k),
      clientMode: false,
      peerInfoMapper: passthroughMapper,
      initialQuerySelfInterval: 100,
      validators: {
        c: (key, value) => Promise.resolve(validateContent(key, value)),
        u: () => Promise.resolve(),
      },
      selectors: { c: () => 0, u: () => 0 },
    }),
  },
})

const answers = {
  async put({ put, value }) {
    for await (const event of node.services.dht.put(bytes.encode(put), bytes.encode(value))) {
      if (event.name === 'QUERY_ERROR') console.error(event.error.message)
    }
    return { put }
  },
  async get({ get }) {
    for await (const event of node.services.dht.get(bytes.encode(get))) {
      if (event.name === 'VALUE') return { value: text.decode(event.value) }
    }
    return { error: 'not found' }
  },
}

console.log(JSON.stringify({ ready: node.peerId.toString() }))
for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line)
  const answer = 'put' in question ? answers.put : answers.get
  console.log(JSON.stringify(await answer(question).catch((error) => ({ error: error.message }))))
}
await node.stop()
