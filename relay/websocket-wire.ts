// A WebSocket that came in on the relay's HTTP server, as the raw connection that libp2p upgrades.

import type { Logger } from '@libp2p/interface'
import { AbstractMultiaddrConnection, type SendResult } from '@libp2p/utils'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { WebSocket } from 'ws'
import { KadscopeError } from '../src/base/errors.ts'
import { gatherWrites } from '../src/base/gather.ts'
import type { Meter } from './byte-caps.ts'

/** What a wire is made of. */
export interface WebSocketWireInit {
  /** An open socket whose `binaryType` is `arraybuffer`. */
  websocket: WebSocket
  /** Where the other side is, as `/ip4/…/tcp/…/ws`. */
  remoteAddr: Multiaddr
  log: Logger
  /** Counts what comes in, and says when to wait with reading on. */
  meter: Meter
}

/** How many bytes may wait in a socket until writers have to wait: 4 MiB, as in @libp2p/websockets. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024

/** WebSocket's code for a connection that ended without a goodbye (RFC 6455, 7.4.1). */
const ABNORMAL_CLOSURE = 1006

/** WebSocket's code for a connection that is against the rules of this end. */
const POLICY_VIOLATION = 1008

/** An inbound WebSocket as a libp2p `MultiaddrConnection`. */
export class WebSocketWire extends AbstractMultiaddrConnection {
  readonly meter: Meter
  readonly #websocket: WebSocket
  readonly #gather = gatherWrites((bytes) => this.#websocket.send(bytes, () => this.#onSent()))
  #held: NodeJS.Timeout | undefined

  constructor({ websocket, remoteAddr, log, meter }: WebSocketWireInit) {
    super({ remoteAddr, log, direction: 'inbound' })
    this.#websocket = websocket
    this.meter = meter
    websocket.on('message', (data) => {
      const bytes = bytesOf(data)
      this.#hold(meter.take(bytes.length))
      this.onData(bytes)
    })
    // The close that follows says what there is to say; without a listener Node would crash.
    websocket.on('error', (error) => log.error('socket error - %e', error))
    websocket.once('close', (code) => {
      clearTimeout(this.#held)
      meter.close()
      if (this.status !== 'open' && this.status !== 'closing') return
      if (code === ABNORMAL_CLOSURE) this.onRemoteReset()
      else this.onTransportClosed()
    })
  }

  /** Writes `data` with all else that is written in one go as one message. */
  override sendData(data: Parameters<AbstractMultiaddrConnection['sendData']>[0]): SendResult {
    for (const part of data) this.#gather.write(part)
    const waiting = this.#websocket.bufferedAmount + this.#gather.waiting
    return { sentBytes: data.byteLength, canSendMore: waiting < MAX_BUFFERED_BYTES }
  }

  /** Drops the connection; with a word about it where one of the relay's rules is the reason. */
  override sendReset(reason?: Error): void {
    if (reason instanceof KadscopeError) this.#websocket.close(POLICY_VIOLATION, reason.name)
    else this.#websocket.terminate()
  }

  /** Says goodbye; what is still to be written goes out first. */
  override sendClose(): Promise<void> {
    this.#gather.flush()
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

  /** Reads nothing for `ms` milliseconds: who sends then has to wait, as its socket fills up. */
  #hold(ms: number): void {
    if (ms === 0) return
    clearTimeout(this.#held)
    this.#websocket.pause()
    this.#held = setTimeout(() => this.#websocket.resume(), ms)
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
