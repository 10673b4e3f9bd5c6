// yamux that says less: a window is only topped up once half of it is used.
//
// @libp2p/yamux 8.0 answers every data frame with a window update. On a relayed wire that is
// a frame within a frame, each of which is answered again: of the messages that went through
// the relay while eight tabs joined, more than half carried nothing else, and the relay's
// time went into writing them. The specification leaves open when to send updates.

import type { MessageStream, StreamMuxerFactory } from '@libp2p/interface'
import { yamux } from '@libp2p/yamux'

/** What is touched of a yamux stream; pinned by quiet-yamux.test.ts. */
interface YamuxStream {
  state: number
  recvWindow: number
  recvWindowCapacity: number
  sendWindowUpdate(): void
}

interface YamuxMuxer {
  _newStream(...args: unknown[]): YamuxStream
}

/** States in which an update carries the flag that opens the stream: `Init` and `SYNReceived`. */
const OPENING = new Set([0, 2])

/** A stream muxer like `yamux()`, whose streams send window updates only when they are needed. */
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
