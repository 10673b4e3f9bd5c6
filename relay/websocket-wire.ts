// A WebSocket that came in on the relay's HTTP server, as the raw connection that libp2p upgrades.

import type { Logger } from '@libp2p/interface'
import { AbstractMultiaddrConnection, type SendResult } from '@libp2p/utils'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { WebSocket } from 'ws'

/** What a wire is made of. */
export interface WebSocketWireInit {
  /** An open socket whose `binaryType` is `arraybuffer`. */
  websocket: WebSocket
  /** Where the other side is, as `/ip4/…/tcp/…/ws`. */
  remoteAddr: Multiaddr
  log: Logger
}

/** How many bytes may wait in a socket until writers have to wait: 4 MiB, as in @libp2p/websockets. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024

/** WebSocket's code for a connection that ended without a goodbye (RFC 6455, 7.4.1). */
const ABNORMAL_CLOSURE = 1006

/** An inbound WebSocket as a libp2p `MultiaddrConnection`. */
export class WebSocketWire extends AbstractMultiaddrConnection {
  readonly #websocket: WebSocket

  constructor({ websocket, remoteAddr, log }: WebSocketWireInit) {
    super({ remoteAddr, log, direction: 'inbound' })
    this.#websocket = websocket
    websocket.on('message', (data) => this.onData(bytesOf(data)))
    // The close that follows says what there is to say; without a listener Node would crash.
    websocket.on('error', (error) => log.error('socket error - %e', error))
    websocket.once('close', (code) => {
      if (this.status !== 'open' && this.status !== 'closing') return
      if (code === ABNORMAL_CLOSURE) this.onRemoteReset()
      else this.onTransportClosed()
    })
  }

  /** Writes all of `data` as one message. */
  override sendData(data: Parameters<AbstractMultiaddrConnection['sendData']>[0]): SendResult {
    this.#websocket.send(data.subarray(), () => this.#onSent())
    return {
      sentBytes: data.byteLength,
      canSendMore: this.#websocket.bufferedAmount < MAX_BUFFERED_BYTES,
    }
  }

  /** Drops the connection without a goodbye. */
  override sendReset(): void {
    this.#websocket.terminate()
  }

  /** Says goodbye; what is still to be written goes out first. */
  override sendClose(): Promise<void> {
    this.#websocket.close()
    return Promise.resolve()
  }

  /** Does nothing: the muxer above has windows for each of its streams. */
  override sendPause(): void {
    return
  }

  /** Does nothing, as nothing was paused. */
  override sendResume(): void {
    return
  }

  #onSent(): void {
    if (this.writableNeedsDrain && this.#websocket.bufferedAmount === 0) {
      this.safeDispatchEvent('drain')
    }
  }
}

function bytesOf(data: Buffer | ArrayBuffer | Buffer[]): Uint8Array {
  return Array.isArray(data) ? new Uint8Array(Buffer.concat(data)) : new Uint8Array(data)
}
