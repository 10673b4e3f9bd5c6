// Looks on at a libp2p stream: every message that is sent or read on it, and its abort.

import type { Stream } from '@libp2p/interface'
import { FrameReader } from './frame-reader.ts'

/** What is told of a stream. */
export interface StreamWatcher {
  onSent(message: Uint8Array): void
  onRead(message: Uint8Array): void
  /** The own side gave the stream up. */
  onAbort(error: Error): void
  onClose(error: Error | undefined): void
}

/** The methods of a stream that are watched: they are taken from it and put back, so here they are values. */
interface Watched {
  send: (data: Chunk) => boolean
  abort: (error: Error) => void
  addEventListener: (type: string, listener: Listener, options?: unknown) => void
}

type Chunk = Parameters<Stream['send']>[0]

/** What is read of the events that a stream tells its listeners. */
type Listener = (event: { readonly data: Chunk; readonly error?: Error }) => void

/**
 * Calls `watcher` for what happens on `stream`, which goes on working as before.
 *
 * A listener for `message` makes a stream hand out what it has buffered, so the
 * watcher's is added together with the first real one and not before it.
 */
export function watchStream(stream: Stream, watcher: StreamWatcher): void {
  const watched = stream as unknown as Watched
  const { send, abort, addEventListener } = watched
  const sent = new FrameReader((message) => {
    watcher.onSent(message)
  })
  let read: FrameReader | undefined

  watched.send = (data) => {
    sent.take(data)
    return send.call(stream, data)
  }
  watched.abort = (error) => {
    watcher.onAbort(error)
    abort.call(stream, error)
  }
  watched.addEventListener = (type, listener, options) => {
    if (type === 'message' && read === undefined) {
      const reader = new FrameReader((message) => {
        watcher.onRead(message)
      })
      read = reader
      addEventListener.call(stream, 'message', ({ data }) => {
        reader.take(data)
      })
    }
    addEventListener.call(stream, type, listener, options)
  }
  addEventListener.call(stream, 'close', ({ error }) => {
    watcher.onClose(error)
    // What has not been read is still to be seen.
    if (stream.readBufferLength > 0) return
    // kad-dht's timers hold a stream that was served for ten more seconds. What watched it would
    // live as long, and what does not die young is what costs most to collect.
    watched.send = send
    watched.abort = abort
    watched.addEventListener = addEventListener
  })
}
