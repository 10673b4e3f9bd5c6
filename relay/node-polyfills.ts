// What Node 20 lacks of what libp2p uses; imported first by the relay.

import '../src/base/polyfills.ts'
import { WebSocket } from 'ws'

// @libp2p/websockets dials with the global one, which came with Node 22.
if (typeof globalThis.WebSocket !== 'function') {
  Object.defineProperty(globalThis, 'WebSocket', {
    value: WebSocket,
    configurable: true,
    writable: true,
  })
}
