// Streams that carry their first message before the other side has agreed to the protocol.
//
// multistream-select proposes a protocol and waits for the answer: one round trip before each request,
// which with the request's own makes two. Of a peer that has told what it speaks the answer is known, so
// proposal and request go out together, as in go-libp2p ("lazy"); the other side sees no difference.
// js-libp2p 3 has an option for it, `negotiateFully: false`, which its connections do not heed.

import {
  UnsupportedProtocolError,
  type Connection,
  type IdentifyResult,
  type PeerId,
  type Stream,
  type StreamMuxer,
} from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import { encode } from 'it-length-prefixed'
import { Uint8ArrayList } from 'uint8arraylist'
import { fromString } from 'uint8arrays/from-string'

/** What multistream-select begins with, on either side. */
const MULTISTREAM = '/multistream/1.0.0'

/** What is touched of a connection and of a stream; pinned by eager-streams.test.ts. */
type Muxed = Connection & { readonly muxer?: StreamMuxer }
type Readable = Stream & { onData(data: Uint8Array | Uint8ArrayList): void }

/** Options of `newStream`, which libp2p hands on to the muxer. */
type StreamOptions = NonNullable<Parameters<Connection['newStream']>[1]> & {
  readonly eager?: boolean
}

/** Opens streams. */
export interface EagerStreams {
  /** Opens one on `connection`, eagerly when its peer has told that it speaks the protocol. */
  open(
    connection: Connection,
    protocol: string | string[],
    options?: StreamOptions,
  ): Promise<Stream>
  stop(): void
}

/** Begins to note what the peers at the other ends of wires speak. */
export function createEagerStreams(events: KadDHTComponents['events']): EagerStreams {
  const spoken = new Map<string, ReadonlySet<string>>()
  const hurried = new WeakSet<StreamMuxer>()

  // A peer that has something new to say, as when it stops serving, says all of it again.
  const onIdentify = ({ detail }: CustomEvent<IdentifyResult>): void => {
    spoken.set(detail.peerId.toString(), new Set(detail.protocols))
  }
  const onDisconnect = ({ detail }: CustomEvent<PeerId>): void => {
    spoken.delete(detail.toString())
  }
  events.addEventListener('peer:identify', onIdentify)
  events.addEventListener('peer:disconnect', onDisconnect)

  return {
    open(connection, protocol, options) {
      const { muxer, remotePeer } = connection as Muxed
      const isSpoken =
        typeof protocol === 'string' && spoken.get(remotePeer.toString())?.has(protocol) === true
      if (muxer === undefined || !isSpoken) return connection.newStream(protocol, options)
      if (!hurried.has(muxer)) hurry(muxer)
      hurried.add(muxer)
      return connection.newStream(protocol, { ...options, eager: true } as StreamOptions)
    },
    stop() {
      events.removeEventListener('peer:identify', onIdentify)
      events.removeEventListener('peer:disconnect', onDisconnect)
    },
  }
}

/** Makes a muxer propose at once where it is asked for. */
function hurry(muxer: StreamMuxer): void {
  const create = muxer.createStream.bind(muxer)
  muxer.createStream = async (options) => {
    const stream = await create(options)
    const { eager = false, protocol } = (options ?? {}) as StreamOptions & { protocol?: string }
    if (eager && protocol !== undefined) propose(stream as Readable, protocol)
    return stream
  }
}

/** Sends the proposal, and keeps its answer from whoever reads. */
function propose(stream: Readable, protocol: string): void {
  // Whoever agrees says the same.
  const proposal = new Uint8ArrayList()
  for (const line of [MULTISTREAM, protocol]) {
    proposal.append(encode.single(fromString(`${line}\n`)))
  }
  const answer = proposal.subarray()
  const heard = new Uint8ArrayList()
  const onData = stream.onData.bind(stream)
  stream.onData = (data) => {
    heard.append(data)
    const length = Math.min(heard.length, answer.length)
    if (!isEqual(heard.subarray(0, length), answer.subarray(0, length))) {
      stream.abort(new UnsupportedProtocolError(`The other side does not speak ${protocol}.`))
      return
    }
    if (length < answer.length) return
    stream.onData = onData
    if (heard.length > length) onData(heard.sublist(length))
  }
  // libp2p takes a stream that has a protocol as one that is negotiated.
  stream.protocol = protocol
  stream.send(proposal)
}

function isEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.every((byte, index) => byte === right[index])
}
