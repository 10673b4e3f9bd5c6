// How kad-dht's messages are sent and answered: the same on the wire, by a fraction of the steps, and
// told to the tap as they pass.
//
// kad-dht reads a stream by `pbStream`: some forty promises for a message and its answer, and two timers
// of ten seconds for each message served, which hold its stream for as long. It writes ids and addresses
// of an answer out twice, most of which it knows. All of that was a fifth of what a burst of joins takes.

import type { Connection, PeerId, PeerInfo, Stream } from '@libp2p/interface'
import {
  EventTypes,
  MessageType,
  type DialPeerEvent,
  type DisjointPath,
  type PeerResponseEvent,
  type QueryErrorEvent,
  type QueryEvent,
  type SendQueryEvent,
} from '@libp2p/kad-dht'
import { Libp2pRecord } from '@libp2p/record'
import { encode } from 'it-length-prefixed'
import type { Clock } from '../base/clock.ts'
import type { LimitedSignal } from '../base/limited-signal.ts'
import type { RpcType } from '../event/schema.ts'
import type { DhtRequest, Internals, SendOptions } from './kad-internals.ts'
import { ask } from './messages/ask.ts'
import { peerInfoOf } from './messages/named-peer.ts'
import { readMessage } from './messages/read-message.ts'
import { serve } from './messages/serve.ts'
import { writeMessage } from './messages/write-message.ts'
import { nameOf } from './peer-ids.ts'
import { NO_ANSWER } from './tap/asked-request.ts'
import type { MessageTap } from './tap/tap.ts'
import type { LearningLimit } from './time-limit.ts'

/** Opens a stream for a message, which has so much time. */
export type OpenStream = (to: PeerId, protocol: string, limit: LimitedSignal) => Promise<Stream>

export interface MessagesInit {
  readonly openStream: OpenStream
  readonly protocol: string
  readonly clock: Clock
  /** For each message. */
  readonly timeLimit: Pick<LearningLimit, 'begin' | 'end'>
  readonly tap: MessageTap
}

/**
 * Has kad-dht's messages sent and answered this way. The steps before an answer are told to whoever asks
 * for progress; kad-dht has them among the events of a lookup as well, and each of these goes through
 * four generators.
 */
export function carryMessages({ network, rpc }: Internals, init: MessagesInit): void {
  const { protocol, tap } = init

  /** Opens a stream for a message, has it used, and says what came of it. */
  async function send(
    to: PeerId,
    message: DhtRequest,
    options: SendOptions,
    use: (way: Way) => Promise<PeerResponseEvent>,
  ): Promise<PeerResponseEvent | QueryErrorEvent> {
    const { onProgress, path } = options
    const asked = tap.asks(nameOf(to), options)
    const limit = init.timeLimit.begin(options.signal)
    let stream: Stream | undefined
    try {
      onProgress?.({ type: 'kad-dht:query:dial-peer', detail: dialEvent(to, path) })
      stream = await init.openStream(to, protocol, limit)
      onProgress?.({ type: 'kad-dht:query:send-query', detail: sendEvent(to, message, path) })
      const bytes = writeMessage(message)
      asked.sent(message, bytes.length)
      return await use({ stream, bytes, limit, asked })
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown))
      asked.failed(error)
      stream?.abort(error)
      return { name: 'QUERY_ERROR', type: EventTypes.QUERY_ERROR, from: to, error, path }
    } finally {
      init.timeLimit.end(limit)
    }
  }

  network.sendRequest = (to, message, options) =>
    eventOf(() =>
      send(to, message, options, async ({ stream, bytes, limit, asked }) => {
        const came = await ask(stream, bytes, limit)
        const answer = readMessage(came)
        const { type, record } = answer
        const closer = answer.closer.map(peerInfoOf)
        const providers = answer.providers.map(peerInfoOf)
        asked.answered({ closer, record }, came.length)
        close(stream)
        for (const detail of closer) network.safeDispatchEvent('peer', { detail })
        for (const detail of providers) network.safeDispatchEvent('peer', { detail })
        const event = responseEvent(to, type, options.path, closer, providers)
        if (record !== undefined) event.record = Libp2pRecord.deserialize(record)
        return event
      }),
    )

  network.sendMessage = (to, message, options) =>
    eventOf(() =>
      send(to, message, options, ({ stream, bytes, asked }) => {
        // There is no answer: that the stream closes well is all there is to know.
        stream.addEventListener('close', ({ error }) => {
          if (error === undefined) asked.answered(NO_ANSWER, 0)
          else asked.failed(error)
        })
        stream.send(encode.single(bytes))
        close(stream)
        return Promise.resolve(responseEvent(to, message.type, options.path))
      }),
    )

  /** The one event of a message; none where the peer has stopped. */
  function eventOf(run: () => Promise<QueryEvent>): AsyncIterable<QueryEvent> {
    return network.isStarted() ? once(run) : NO_EVENTS
  }

  rpc.onIncomingStream = (stream: Stream, { remotePeer }: Connection) => {
    const served = tap.serves(nameOf(remotePeer))
    serve(stream, init.clock, {
      async answer(bytes) {
        const request = readMessage(bytes)
        served.read(request)
        const answer = await rpc.handleMessage(remotePeer, request)
        if (answer === undefined) return undefined
        const written = writeMessage(answer)
        served.answered(answer, written.length)
        return written
      },
      onGivenUp(error) {
        served.refused(error)
      },
      onEnded() {
        served.ended()
      },
    })
    return Promise.resolve()
  }
}

/** A message on its way. */
interface Way {
  readonly stream: Stream
  readonly bytes: Uint8Array
  readonly limit: LimitedSignal
  readonly asked: ReturnType<MessageTap['asks']>
}

/** Nobody waits for the end of a stream that has done its work. */
function close(stream: Stream): void {
  stream.close().catch((error: unknown) => {
    stream.abort(error instanceof Error ? error : new Error(String(error)))
  })
}

function dialEvent(peer: PeerId, path: DisjointPath): DialPeerEvent {
  return { name: 'DIAL_PEER', type: EventTypes.DIAL_PEER, peer, path }
}

function sendEvent(to: PeerId, { type }: DhtRequest, path: DisjointPath): SendQueryEvent {
  const messageType = MessageType[type]
  return {
    name: 'SEND_QUERY',
    type: EventTypes.SEND_QUERY,
    to,
    messageName: type,
    messageType,
    path,
  }
}

function responseEvent(
  from: PeerId,
  type: RpcType,
  path: DisjointPath,
  closer: PeerInfo[] = [],
  providers: PeerInfo[] = [],
): PeerResponseEvent {
  return {
    name: 'PEER_RESPONSE',
    type: EventTypes.PEER_RESPONSE,
    messageName: type,
    messageType: MessageType[type],
    from,
    closer,
    providers,
    path,
  }
}

/** What has one event. */
function once(run: () => Promise<QueryEvent>): AsyncIterable<QueryEvent> {
  let isDone = false
  const next = async (): Promise<IteratorResult<QueryEvent>> => {
    if (isDone) return END
    isDone = true
    return { done: false, value: await run() }
  }
  return { [Symbol.asyncIterator]: () => ({ next }) }
}

const END: IteratorReturnResult<undefined> = { done: true, value: undefined }

/** No events: the lookup goes on as if a peer had been left out. */
export const NO_EVENTS: AsyncIterable<QueryEvent> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve(END) }),
}
