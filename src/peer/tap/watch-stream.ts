// Looks on at a libp2p stream: every message that is sent or read on it, and its abort.

import type { Stream } from '@libp2p/interface'
import { FrameReader, type FrameListener } from '../messages/frame-reader.ts'

/** What is told of a stream. */
export interface StreamWatcher {
  onSent(message: Uint8Array): void
  onRead(message: Uint8Array): void
  /** The own side gave the stream up. */
  onAbort(error: Error): void
  onClose(error: Error | undefined): void
}

/** The watch of a stream, kept with it: a method of its own for each stream would cost more. */
const watch = Symbol('kadscope.watch')

/** What is watched of a stream: methods that are taken from it and put back, so here they are values. */
interface Watched {
  send: (data: Chunk) => boolean
  abort: (error: Error) => void
  addEventListener: (type: string, listener: Listener | Watch, options?: unknown) => void
  readonly readBufferLength: number
  [watch]?: Watch | undefined
}

type Chunk = Parameters<Stream['send']>[0]

/** What is read of the events that a stream tells its listeners. */
interface StreamEvent {
  readonly type: string
  readonly data: Chunk
  readonly error?: Error
}

type Listener = (event: StreamEvent) => void

/**
 * Calls `watcher` for what happens on `stream`, which goes on working as before. A stream has one
 * watcher only.
 *
 * A listener for `message` makes a stream hand out what it has buffered, so the
 * watcher's is added together with the first real one and not before it.
 */
export function watchStream(stream: Stream, watcher: StreamWatcher): void {
  const watched = stream as unknown as Watched
  const begun = new Watch(watched, watcher)
  watched[watch] = begun
  watched.send = send
  watched.abort = abort
  watched.addEventListener = addEventListener
  begun.addEventListener.call(watched, 'close', begun)
}

function send(this: Watched, data: Chunk): boolean {
  return this[watch]?.onSend(data) ?? false
}

function abort(this: Watched, error: Error): void {
  this[watch]?.onAbort(error)
}

function addEventListener(
  this: Watched,
  type: string,
  listener: Listener | Watch,
  options?: unknown,
): void {
  this[watch]?.onListener(type, listener, options)
}

/** What one stream is watched with. */
class Watch implements FrameListener {
  readonly addEventListener: Watched['addEventListener']
  readonly #stream: Watched
  readonly #watcher: StreamWatcher
  readonly #send: Watched['send']
  readonly #abort: Watched['abort']
  readonly #sent = new FrameReader(this)
  #read: FrameReader | undefined

  constructor(stream: Watched, watcher: StreamWatcher) {
    this.#stream = stream
    this.#watcher = watcher
    this.#send = stream.send
    this.#abort = stream.abort
    this.addEventListener = stream.addEventListener
  }

  onSend(data: Chunk): boolean {
    this.#sent.take(data)
    return this.#send.call(this.#stream, data)
  }

  onAbort(error: Error): void {
    this.#watcher.onAbort(error)
    this.#abort.call(this.#stream, error)
  }

  onListener(type: string, listener: Listener | Watch, options: unknown): void {
    if (type === 'message' && this.#read === undefined) {
      this.#read = new FrameReader(this)
      this.addEventListener.call(this.#stream, 'message', this)
    }
    this.addEventListener.call(this.#stream, type, listener, options)
  }

  /** The stream's own events. */
  handleEvent({ type, data, error }: StreamEvent): void {
    if (type === 'message') this.#read?.take(data)
    else this.#onClose(error)
  }

  onFrame(message: Uint8Array, from: FrameReader): void {
    if (from === this.#sent) this.#watcher.onSent(message)
    else this.#watcher.onRead(message)
  }

  #onClose(error: Error | undefined): void {
    this.#watcher.onClose(error)
    const stream = this.#stream
    // What has not been read is still to be seen.
    if (stream.readBufferLength > 0) return
    // kad-dht's timers hold a stream that was served for ten more seconds. What watched it would
    // live as long, and what does not die young is what costs most to collect.
    stream.send = this.#send
    stream.abort = this.#abort
    stream.addEventListener = this.addEventListener
    stream[watch] = undefined
  }
}
