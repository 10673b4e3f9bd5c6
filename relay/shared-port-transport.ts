// libp2p's WebSocket transport, listening on an HTTP server that also serves the page and the API.

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  setMaxListeners,
  TypedEventEmitter,
  type CreateListenerOptions,
  type Listener,
  type ListenerEvents,
  type Logger,
  type Transport,
  type Upgrader,
} from '@libp2p/interface'
import { getThinWaistAddresses, ipPortToMultiaddr } from '@libp2p/utils'
import { webSockets, type WebSocketsComponents } from '@libp2p/websockets'
import type { Multiaddr } from '@multiformats/multiaddr'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Meter } from './byte-caps.ts'
import type { WebServer } from './http.ts'
import { urlOf } from './request-url.ts'
import { WebSocketWire } from './websocket-wire.ts'

/** How often each socket is asked for a sign of life, in milliseconds. */
const HEARTBEAT_MS = 15_000

/**
 * How many of these a socket may leave unanswered. A browser answers by itself, however busy its
 * tab is, so after this it is really gone: its lid closed, its network left.
 */
const MISSES = 3

/** The largest WebSocket message taken, in bytes; libp2p's own are at most some hundred KiB. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024

/** Who may come in over the shared port. */
export interface Door {
  /** Whether there is room for one more beside the `sockets` that are open. */
  hasRoom(sockets: number): boolean
  /** Somebody came in; returns what counts its bytes. */
  enter(): Meter
  /** Tells how many sockets are open now. */
  onChange(sockets: number): void
}

/**
 * A transport that dials as `webSockets()` does, and takes in connections from the `upgrade`
 * events of `server`, which somebody else opens and closes.
 */
export function sharedPortWebSockets(
  { server, secure }: WebServer,
  door: Door,
): (components: WebSocketsComponents) => Transport {
  return (components) => {
    const transport = webSockets()(components)
    const log = components.logger.forComponent('kadscope:shared-port')
    transport.createListener = ({ upgrader }: CreateListenerOptions) =>
      new SharedPortListener({ server, secure }, door, upgrader, log)
    return transport
  }
}

/** Takes in libp2p connections on a server that is already listening. */
class SharedPortListener extends TypedEventEmitter<ListenerEvents> implements Listener {
  readonly #web: WebServer
  readonly #door: Door
  readonly #upgrader: Upgrader
  readonly #log: Logger
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })
  readonly #shutdown = new AbortController()
  /** Heartbeats that each socket has not answered yet. */
  readonly #missed = new WeakMap<WebSocket, number>()
  #heartbeat: NodeJS.Timeout | undefined
  #address: Multiaddr | undefined

  constructor(web: WebServer, door: Door, upgrader: Upgrader, log: Logger) {
    super()
    this.#web = web
    this.#door = door
    this.#upgrader = upgrader
    this.#log = log
    setMaxListeners(Infinity, this.#shutdown.signal)
  }

  listen(address: Multiaddr): Promise<void> {
    this.#address = address
    this.#web.server.on('upgrade', this.#onUpgrade)
    this.#heartbeat = setInterval(() => this.#checkLife(), HEARTBEAT_MS).unref()
    this.safeDispatchEvent('listening')
    return Promise.resolve()
  }

  /** The addresses of all interfaces that the server listens on. */
  getAddrs(): Multiaddr[] {
    const bound = this.#web.server.address()
    if (bound === null || typeof bound === 'string') return []
    return getThinWaistAddresses(this.#address, bound.port).map((at) =>
      at.encapsulate(this.#web.secure ? '/tls/ws' : '/ws'),
    )
  }

  updateAnnounceAddrs(): void {
    return
  }

  close(): Promise<void> {
    clearInterval(this.#heartbeat)
    this.#web.server.off('upgrade', this.#onUpgrade)
    this.#shutdown.abort()
    for (const socket of this.#sockets.clients) socket.terminate()
    this.safeDispatchEvent('close')
    return Promise.resolve()
  }

  readonly #onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (urlOf(request)?.pathname !== '/') {
      refuse(socket, '404 Not Found', '')
      return
    }
    if (!this.#door.hasRoom(this.#sockets.clients.size)) {
      refuse(socket, '503 Service Unavailable', 'Retry-After: 5\r\n')
      return
    }
    this.#sockets.handleUpgrade(request, socket, head, (websocket) => {
      this.#onWebSocket(websocket, request)
    })
  }

  #onWebSocket(websocket: WebSocket, { socket }: IncomingMessage): void {
    websocket.binaryType = 'arraybuffer'
    websocket.on('pong', () => this.#missed.delete(websocket))
    // An IPv4 address that came in on an IPv6 socket is an IPv4 address all the same.
    const host = (socket.remoteAddress ?? '0.0.0.0')
      .replace(/^::ffff:(?=\d+\.)/, '')
      .replace(/%.*/, '')
    const remoteAddr = ipPortToMultiaddr(host, socket.remotePort ?? 0).encapsulate('/ws')
    const meter = this.#door.enter()
    const wire = new WebSocketWire({ websocket, remoteAddr, log: this.#log, meter })
    this.#door.onChange(this.#sockets.clients.size)
    websocket.once('close', () => this.#door.onChange(this.#sockets.clients.size))
    this.#upgrader
      .upgradeInbound(wire, { signal: this.#shutdown.signal })
      .catch((thrown: unknown) => {
        this.#log.error('inbound connection failed to upgrade - %e', thrown)
        wire.abort(thrown instanceof Error ? thrown : new Error(String(thrown)))
      })
  }

  #checkLife(): void {
    for (const websocket of this.#sockets.clients) {
      const missed = this.#missed.get(websocket) ?? 0
      if (missed >= MISSES) {
        websocket.terminate()
      } else {
        this.#missed.set(websocket, missed + 1)
        websocket.ping()
      }
    }
  }
}

/** Answers a wish for a WebSocket with a plain refusal. */
function refuse(socket: Duplex, status: string, headers: string): void {
  socket.on('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\n${headers}Connection: close\r\nContent-Length: 0\r\n\r\n`)
}
