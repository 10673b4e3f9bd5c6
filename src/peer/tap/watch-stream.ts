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

/**
 * Calls `watcher` for what happens on `stream`, which goes on working as before.
 *
 * A listener for `message` makes a stream hand out what it has buffered, so the
 * watcher's is added together with the first real one and not before it.
 */
export function watchStream(stream: Stream, watcher: StreamWatcher): void {
  const sent = new FrameReader((message) => {
    watcher.onSent(message)
  })
  const read = new FrameReader((message) => {
    watcher.onRead(message)
  })
  const send = stream.send.bind(stream)
  const abort = stream.abort.bind(stream)
  const listen = stream.addEventListener.bind(stream)
  let listening = false

  stream.send = (data) => {
    sent.take(data)
    return send(data)
  }
  stream.abort = (error) => {
    watcher.onAbort(error)
    abort(error)
  }
  stream.addEventListener = (...args: Parameters<typeof listen>) => {
    if (args[0] === 'message' && !listening) {
      listening = true
      listen('message', (event) => {
        read.take(event.data)
      })
    }
    listen(...args)
  }
  listen('close', (event) => {
    watcher.onClose(event.error)
  })
}
