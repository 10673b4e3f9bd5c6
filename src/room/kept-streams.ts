// Streams that carry one request after the other.
//
// kad-dht opens a stream for each request. Over WebRTC that is a data channel: messages that open,
// acknowledge and reset it, at either end calls into another thread that are waited for, and all of
// that took more time than the request. A stream may carry further requests as soon as one is answered
// (libp2p specs, kad-dht, "RPC messages"), and whoever serves must go on reading, as js-libp2p does for
// ten seconds. kad-dht gets a stream of its own for each request, of which it sees no difference.

import type { Connection, Stream } from '@libp2p/interface'
import type { Cancel, Clock } from '../base/clock.ts'
import { FrameReader } from '../peer/messages/frame-reader.ts'
import { VirtualStream } from '../peer/virtual-stream.ts'
import type { EagerStreams } from './eager-streams.ts'

/** How long one is kept without a request, in milliseconds: well before js-libp2p gives it up. */
const IDLE_MS = 6_000

/** How long the answer to a request is waited for that was given up, in milliseconds. */
const OWED_MS = 5_000

/** So many are kept idle on a wire. */
const MOST_IDLE = 4

export interface KeptStreamsInit {
  readonly clock: Clock
  /** Opens a new one. */
  readonly open: EagerStreams['open']
}

/** Opens streams for one request each. */
export interface KeptStreams {
  readonly open: EagerStreams['open']
  /** Keeps none on a wire that is about to go. */
  leave(connection: Connection): void
}

/** Begins to keep the streams that are opened. */
export function createKeptStreams({ clock, open }: KeptStreamsInit): KeptStreams {
  const idle = new WeakMap<Connection, KeptStream[]>()
  const left = new WeakSet<Connection>()

  /** The one that was used last, so that those that are not needed any more grow old. */
  function take(connection: Connection, protocol: string): KeptStream | undefined {
    const kept = idle.get(connection) ?? []
    const found = kept.findLast((each) => each.protocol === protocol && each.isOpen)
    if (found !== undefined) kept.splice(kept.indexOf(found), 1)
    return found
  }

  function forget(connection: Connection, stream: KeptStream): KeptStream[] {
    const others = (idle.get(connection) ?? []).filter((each) => each !== stream)
    idle.set(connection, others)
    return others
  }

  function keep(connection: Connection, stream: KeptStream): void {
    const kept = forget(connection, stream)
    idle.set(connection, [...kept, stream])
    if (left.has(connection) || kept.length >= MOST_IDLE) stream.close()
  }

  return {
    async open(connection, protocol, options) {
      if (typeof protocol !== 'string') return open(connection, protocol, options)
      const known = take(connection, protocol)
      if (known !== undefined) return known.begin()
      const stream = new KeptStream(await open(connection, protocol, options), clock, {
        onIdle() {
          keep(connection, stream)
        },
        onClosed() {
          forget(connection, stream)
        },
      })
      return stream.begin()
    },
    leave(connection) {
      left.add(connection)
      for (const stream of idle.get(connection) ?? []) stream.close()
    },
  }
}

/** What is told of a kept stream. */
interface KeptStreamEvents {
  /** It waits for the next request. */
  onIdle(): void
  /** It carries no more. */
  onClosed(): void
}

/** A stream and the request that it carries now. */
class KeptStream {
  readonly #real: Stream
  readonly #clock: Clock
  readonly #onIdle: () => void
  readonly #sent: FrameReader
  readonly #heard: FrameReader
  /** Requests that went out and have no answer yet. */
  #owed = 0
  /** What the request's asker has, and the end of it that is here. */
  #request: { readonly near: VirtualStream; readonly here: VirtualStream } | undefined
  /** Ends the time without a request. */
  #cancel: Cancel = () => undefined

  constructor(real: Stream, clock: Clock, { onIdle, onClosed }: KeptStreamEvents) {
    this.#real = real
    this.#clock = clock
    this.#onIdle = onIdle
    this.#sent = new FrameReader({
      onFrame: () => {
        this.#owed += 1
      },
    })
    this.#heard = new FrameReader({
      onFrame: () => {
        this.#owed -= 1
      },
    })
    real.addEventListener('message', ({ data }) => {
      this.#heard.take(data)
      if (this.#request !== undefined) this.#request.here.send(data)
      // An answer that comes bit by bit gets no more time.
      else if (this.#owed <= 0) this.#rest()
    })
    real.addEventListener('remoteCloseWrite', () => {
      void this.#request?.here.close()
    })
    real.addEventListener('close', ({ error }) => {
      this.#cancel()
      const request = this.#request
      this.#request = undefined
      onClosed()
      request?.near.onTransportClosed(error)
    })
  }

  get protocol(): string {
    return this.#real.protocol
  }

  get isOpen(): boolean {
    return this.#real.writeStatus === 'writable' && this.#real.remoteWriteStatus === 'writable'
  }

  /** Begins a request; the stream is its own until it ends. */
  begin(): Stream {
    this.#cancel()
    const here = this.#end('inbound')
    const near = this.#end('outbound')
    VirtualStream.pair(here, near)
    this.#request = { near, here }
    here.addEventListener('message', ({ data }) => {
      if (data === undefined) return
      this.#sent.take(data)
      this.#real.send(data)
    })
    here.addEventListener('remoteCloseWrite', () => {
      // Of what has no answer it is known that it arrived when the other side has closed too.
      if (this.#owed > 0) this.close()
      else void here.close()
    })
    here.addEventListener('close', () => {
      if (this.#request?.here !== here) return
      this.#request = undefined
      this.#rest()
    })
    return near.asStream()
  }

  close(): void {
    this.#cancel()
    this.#real.close().catch((error: unknown) => {
      this.#real.abort(error instanceof Error ? error : new Error('a kept stream does not close'))
    })
  }

  /** The request is over: waits for the answer that it did not wait for, then for the next request. */
  #rest(): void {
    this.#cancel()
    if (!this.isOpen) {
      this.close()
      return
    }
    if (this.#owed < 0) {
      this.#real.abort(new RangeError('The other side answers what nobody asked.'))
      return
    }
    if (this.#owed > 0) {
      this.#cancel = this.#clock.after(OWED_MS, () => {
        this.#real.abort(new DOMException('Nobody answers on this stream.', 'TimeoutError'))
      })
      return
    }
    this.#cancel = this.#clock.after(IDLE_MS, () => {
      this.close()
    })
    this.#onIdle()
  }

  #end(direction: 'inbound' | 'outbound'): VirtualStream {
    return new VirtualStream({
      id: this.#real.id,
      protocol: this.#real.protocol,
      direction,
      log: this.#real.log,
      carry: (_, arrive) => {
        arrive()
      },
      onClosed: () => undefined,
    })
  }
}
