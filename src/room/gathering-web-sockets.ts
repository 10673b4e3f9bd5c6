// The WebSocket transport for tabs, whose sockets send what is written in one go as one message (see
// base/gather.ts) and close when a connection is aborted.

import type { Transport } from '@libp2p/interface'
import { webSockets, type WebSocketsComponents } from '@libp2p/websockets'
import { gatherWrites } from '../base/gather.ts'

/** What is touched of the transport: where it opens its socket. */
interface Connecting {
  _connect(...args: unknown[]): Promise<WebSocket>
}

/** WebSocket's code for a connection that ended without a goodbye; nobody may send it (RFC 6455, 7.4.1). */
const ABNORMAL_CLOSURE = 1006

/** Instead of it, from the codes that are for private use (RFC 6455, 7.4.2). */
const RESET = 4_000

/** A transport like `webSockets()`. */
export function gatheringWebSockets(): (components: WebSocketsComponents) => Transport {
  const create = webSockets()
  return (components) => {
    const transport = create(components)
    const inner = transport as unknown as Connecting
    const connect = inner._connect.bind(inner)
    inner._connect = async (...args) => gathering(await connect(...args))
    return transport
  }
}

function gathering(socket: WebSocket): WebSocket {
  const send = socket.send.bind(socket)
  const close = socket.close.bind(socket)
  const gather = gatherWrites((bytes) => {
    if (socket.readyState === WebSocket.OPEN) send(bytes)
  })
  socket.send = (data) => {
    if (data instanceof Uint8Array) gather.write(data)
    else {
      gather.flush()
      send(data)
    }
  }
  socket.close = (code, reason) => {
    gather.flush()
    // @libp2p/websockets 10 aborts with a code that sockets refuse, and throws instead of closing.
    close(code === ABNORMAL_CLOSURE ? RESET : code, reason)
  }
  return socket
}
