// yamux that says less: a window is only topped up once half of it is used, and what is sent within
// one turn goes as one piece.
//
// @libp2p/yamux 8.0 answers every data frame with a window update. On a relayed wire that is
// a frame within a frame, each of which is answered again: of the messages that went through
// the relay while eight tabs joined, more than half carried nothing else, and the relay's
// time went into writing them. The specification leaves open when to send updates.
//
// Each piece is encrypted by itself, on a relayed wire twice at either end and twice in the relay:
// eight tabs that joined made 4,500 frames, which went as 1,250 pieces.

import type { AbortOptions, MessageStream, StreamMuxerFactory } from '@libp2p/interface'
import { yamux } from '@libp2p/yamux'
import { Uint8ArrayList } from 'uint8arraylist'
import { soon } from '../base/next-turn.ts'

/** What is touched of a yamux stream; pinned by quiet-yamux.test.ts. */
interface YamuxStream {
  state: number
  recvWindow: number
  recvWindowCapacity: number
  sendWindowUpdate(): void
}

interface YamuxMuxer {
  _newStream(...args: unknown[]): YamuxStream
  /** Sends an encoded frame; false when writers should wait. */
  send(frame: Uint8Array | Uint8ArrayList): boolean
  close(options?: AbortOptions): Promise<void>
  abort(error: Error): void
}

/** States in which an update carries the flag that opens the stream: `Init` and `SYNReceived`. */
const OPENING = new Set([0, 2])

/** A stream muxer like `yamux()`, of which less is heard. */
export function quietYamux(): () => StreamMuxerFactory {
  const create = yamux()
  return () => {
    const factory = create()
    const createMuxer = factory.createStreamMuxer.bind(factory)
    factory.createStreamMuxer = (wire: MessageStream) => {
      const muxer = createMuxer(wire)
      const inner = muxer as unknown as YamuxMuxer
      const newStream = inner._newStream.bind(inner)
      inner._newStream = (...args) => quiet(newStream(...args))
      gatherFrames(inner, wire)
      return muxer
    }
    return factory
  }
}

function quiet(stream: YamuxStream): YamuxStream {
  const update = stream.sendWindowUpdate.bind(stream)
  stream.sendWindowUpdate = () => {
    const opening = OPENING.has(stream.state)
    if (opening || stream.recvWindowCapacity < stream.recvWindow / 2) update()
  }
  return stream
}

/** Sends the frames of one turn as one piece. */
function gatherFrames(muxer: YamuxMuxer, wire: MessageStream): void {
  const send = muxer.send.bind(muxer)
  const close = muxer.close.bind(muxer)
  const abort = muxer.abort.bind(muxer)
  let waiting: Uint8ArrayList | undefined
  /** Whether writers should wait until the wire has drained. */
  let isFull = false

  const flush = (): void => {
    const frames = waiting
    waiting = undefined
    if (frames === undefined || wire.status !== 'open') return
    try {
      isFull = !send(frames)
    } catch (error) {
      // What lies below has closed already, which no writer is there to be told.
      wire.abort(error instanceof Error ? error : new Error(String(error)))
    }
  }
  wire.addEventListener('drain', () => {
    isFull = false
  })
  muxer.send = (frame) => {
    if (waiting === undefined) {
      waiting = new Uint8ArrayList()
      soon(flush)
    }
    waiting.append(frame)
    return !isFull
  }
  // Both end with a word to the other side, after which the wire is closed.
  muxer.close = async (options) => {
    try {
      await close(options)
    } finally {
      flush()
    }
  }
  muxer.abort = (error) => {
    abort(error)
    flush()
  }
}
