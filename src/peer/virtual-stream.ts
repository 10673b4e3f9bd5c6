// A stream within one process: what kad-dht and the tap use of one, and no more. The Lab's peers talk
// by them: js-libp2p's own stream (buffers, draining, event targets) costs a Lab a third of its time.

import {
  StreamResetError,
  StreamStateError,
  type Logger,
  type MessageStreamReadStatus,
  type MessageStreamStatus,
  type MessageStreamWriteStatus,
  type Stream,
} from '@libp2p/interface'
import type { Uint8ArrayList } from 'uint8arraylist'

/** Carries something to the other end: `arrive` is called there, later or never. */
export type Carry = (bytes: number, arrive: () => void) => void

/** What a listener gets: the fields of js-libp2p's stream events that are read. */
interface StreamEvent {
  readonly type: string
  readonly data?: Uint8Array | Uint8ArrayList
  readonly error?: Error
  readonly local?: boolean
}

type Listener = ((event: StreamEvent) => void) | { handleEvent(event: StreamEvent): void }

export interface VirtualStreamInit {
  readonly id: string
  readonly protocol: string
  readonly direction: 'inbound' | 'outbound'
  readonly log: Logger
  readonly carry: Carry
  /** Called once, when nothing passes any more. */
  readonly onClosed: (stream: VirtualStream) => void
}

/** One end of a virtual stream. */
export class VirtualStream {
  readonly id: string
  readonly protocol: string
  readonly direction: 'inbound' | 'outbound'
  readonly log: Logger
  readonly timeline: { open: number; close?: number } = { open: 0 }
  readonly maxReadBufferLength = Infinity
  readonly inactivityTimeout = Infinity
  readonly writableNeedsDrain = false
  readonly writeBufferLength = 0
  status: MessageStreamStatus = 'open'
  readStatus: MessageStreamReadStatus = 'readable'
  writeStatus: MessageStreamWriteStatus = 'writable'
  remoteReadStatus: MessageStreamReadStatus = 'readable'
  remoteWriteStatus: MessageStreamWriteStatus = 'writable'
  #carry: Carry
  #onClosed: (stream: VirtualStream) => void
  readonly #listeners: { type: string; listener: Listener }[] = []
  /** What came while nobody listened. */
  #unread: (Uint8Array | Uint8ArrayList)[] = []
  #other: VirtualStream | undefined

  constructor(init: VirtualStreamInit) {
    this.id = init.id
    this.protocol = init.protocol
    this.direction = init.direction
    this.log = init.log
    this.#carry = init.carry
    this.#onClosed = init.onClosed
  }

  /** Ties two ends together. */
  static pair(a: VirtualStream, b: VirtualStream): void {
    a.#other = b
    b.#other = a
  }

  /** The stream as js-libp2p's users know it. */
  asStream(): Stream {
    return this as unknown as Stream
  }

  get readBufferLength(): number {
    return this.#unread.reduce((sum, { byteLength }) => sum + byteLength, 0)
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.push({ type, listener })
    if (type === 'message' && this.#unread.length > 0) {
      queueMicrotask(() => {
        for (const data of this.#unread.splice(0)) this.#emit({ type, data })
      })
    }
  }

  removeEventListener(type: string, listener: Listener): void {
    const at = this.#listeners.findIndex(
      (known) => known.type === type && known.listener === listener,
    )
    if (at >= 0) this.#listeners.splice(at, 1)
  }

  listenerCount(type: string): number {
    return this.#listeners.filter((known) => known.type === type).length
  }

  /** @throws StreamStateError when the stream has been closed */
  send(data: Uint8Array | Uint8ArrayList): boolean {
    if (this.writeStatus !== 'writable') {
      throw new StreamStateError(`Cannot write to a stream that is ${this.writeStatus}`)
    }
    this.#tell(data.byteLength, (other) => {
      other.#receive(data)
    })
    return true
  }

  /** Gives data back, so that the next listener gets it first. */
  unshift(data: Uint8Array | Uint8ArrayList): void {
    this.#unread.unshift(data)
  }

  /** As if the other end had sent it. */
  push(data: Uint8Array | Uint8ArrayList): void {
    this.#receive(data)
  }

  onDrain(): Promise<void> {
    return Promise.resolve()
  }

  /** Nothing more is written; what the other end writes is still read. */
  close(): Promise<void> {
    if (this.writeStatus === 'writable') {
      this.writeStatus = 'closed'
      this.#tell(0, (other) => {
        other.#onRemoteClosed()
      })
      if (this.remoteWriteStatus === 'closed') this.onTransportClosed()
    }
    return Promise.resolve()
  }

  closeRead(): Promise<void> {
    this.readStatus = 'closed'
    return Promise.resolve()
  }

  /** Gives the stream up in both directions. */
  abort(error: Error): void {
    if (this.status !== 'open') return
    this.#tell(0, (other) => {
      other.#end('reset', new StreamResetError())
    })
    this.#end('aborted', error)
  }

  /** The wire below is gone, or both ends are done. */
  onTransportClosed(error?: Error): void {
    this.#end('closed', error)
  }

  #receive(data: Uint8Array | Uint8ArrayList): void {
    if (this.status !== 'open' || this.readStatus !== 'readable') return
    if (this.listenerCount('message') === 0) this.#unread.push(data)
    else this.#emit({ type: 'message', data })
  }

  #onRemoteClosed(): void {
    if (this.remoteWriteStatus === 'closed') return
    this.remoteWriteStatus = 'closed'
    if (this.#unread.length === 0) this.readStatus = 'closed'
    this.#emit({ type: 'remoteCloseWrite' })
    if (this.writeStatus === 'closed') this.onTransportClosed()
  }

  #end(status: 'closed' | 'aborted' | 'reset', error: Error | undefined): void {
    if (this.status !== 'open') return
    this.status = status
    this.readStatus = 'closed'
    this.writeStatus = 'closed'
    this.remoteReadStatus = 'closed'
    this.remoteWriteStatus = 'closed'
    this.#unread = []
    this.#onClosed(this)
    const local = status === 'aborted'
    this.#emit({ type: 'close', local, ...(error === undefined ? {} : { error }) })
    // kad-dht's timers hold served streams for ten more seconds: let them hold little.
    this.#listeners.length = 0
    this.#other = undefined
    this.#carry = nowhere
    this.#onClosed = nothing
  }

  #emit(event: StreamEvent): void {
    for (const { type, listener } of [...this.#listeners]) {
      if (type !== event.type) continue
      if (typeof listener === 'function') listener(event)
      else listener.handleEvent(event)
    }
  }

  #tell(bytes: number, arrive: (other: VirtualStream) => void): void {
    const other = this.#other
    if (other === undefined) return
    this.#carry(bytes, () => {
      arrive(other)
    })
  }
}

const nowhere: Carry = () => undefined
const nothing = (): void => undefined
