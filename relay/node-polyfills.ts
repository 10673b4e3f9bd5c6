// What Node 20 lacks of what libp2p uses; imported first by the relay.

import '../src/base/polyfills.ts'
import { WebSocket } from 'ws'

/**
 * As browsers have it, an error that nobody listens to is followed by a close and does no harm;
 * that of `ws` would end the process, as when a dial was given up before the connection was reset.
 */
class BrowserLikeWebSocket extends WebSocket {
  constructor(...args: ConstructorParameters<typeof WebSocket>) {
    super(...args)
    this.on('error', () => undefined)
  }
}

// @libp2p/websockets dials with the global one, which came with Node 22.
if (typeof globalThis.WebSocket !== 'function') {
  Object.defineProperty(globalThis, 'WebSocket', {
    value: BrowserLikeWebSocket,
    configurable: true,
    writable: true,
  })
}
