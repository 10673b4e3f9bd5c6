// How kad-dht's messages are sent and answered: the same on the wire, by a fraction of the steps.
//
// kad-dht reads a stream by `pbStream`: some forty promises for a message and its answer, and two timers
// of ten seconds for each message served, which hold its stream for as long. It writes ids and addresses
// of an answer out twice, most of which it knows. All of that was a fifth of what a burst of joins takes.

import type { Connection, PeerId, Stream } from '@libp2p/interface'
import {
  EventTypes,
  MessageType,
  type DialPeerEvent,
  type DisjointPath,
  type KadDHTComponents,
  type PeerResponseEvent,
  type QueryErrorEvent,
  type QueryEvent,
  type SendQueryEvent,
} from '@libp2p/kad-dht'
import { Libp2pRecord } from '@libp2p/record'
import type { Clock } from '../base/clock.ts'
import type { DhtRequest, Internals, SendOptions } from './kad-internals.ts'
import { ask } from './messages/ask.ts'
import { peerInfoOf } from './messages/named-peer.ts'
import { readMessage } from './messages/read-message.ts'
import { serve } from './messages/serve.ts'
import { writeMessage } from './messages/write-message.ts'

export interface MessagesInit {
  readonly connectionManager: KadDHTComponents['connectionManager']
  readonly protocol: string
  readonly clock: Clock
}

/**
 * Has kad-dht's messages sent and answered this way. The steps before an answer are told to whoever asks
 * for progress; kad-dht has them among the events of a lookup as well, and each of these goes through
 * four generators.
 */
export function carryMessages({ network, rpc }: Internals, init: MessagesInit): void {
  const { protocol } = init

  /** What becomes of a request: its answer, or why there is none. */
  async function request(
    to: PeerId,
    message: DhtRequest,
    options: SendOptions,
  ): Promise<PeerResponseEvent | QueryErrorEvent> {
    const { onProgress, ...rest } = options
    const { path } = options
    const signal = network.timeout.getTimeoutSignal(options)
    let stream: Stream | undefined
    try {
      onProgress?.({ type: 'kad-dht:query:dial-peer', detail: dialEvent(to, path) })
      stream = await init.connectionManager.openStream(to, protocol, { ...rest, signal })
      onProgress?.({ type: 'kad-dht:query:send-query', detail: sendEvent(to, message, path) })
      const answer = readMessage(await ask(stream, writeMessage(message), signal))
      close(stream)
      const closer = answer.closer.map(peerInfoOf)
      const providers = answer.providers.map(peerInfoOf)
      for (const detail of closer) network.safeDispatchEvent('peer', { detail })
      for (const detail of providers) network.safeDispatchEvent('peer', { detail })
      const { record } = answer
      return {
        name: 'PEER_RESPONSE',
        type: EventTypes.PEER_RESPONSE,
        from: to,
        messageName: answer.type,
        messageType: MessageType[answer.type],
        closer,
        providers,
        ...(record === undefined ? {} : { record: Libp2pRecord.deserialize(record) }),
        path,
      }
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown))
      stream?.abort(error)
      return { name: 'QUERY_ERROR', type: EventTypes.QUERY_ERROR, from: to, error, path }
    } finally {
      network.timeout.cleanUp(signal)
    }
  }

  network.sendRequest = (to, message, options) =>
    network.isStarted() ? once(() => request(to, message, options)) : NO_EVENTS

  rpc.onIncomingStream = (stream: Stream, { remotePeer }: Connection) => {
    serve(stream, init.clock, async (bytes) => {
      const answer = await rpc.handleMessage(remotePeer, readMessage(bytes))
      return answer === undefined ? undefined : writeMessage(answer)
    })
    return Promise.resolve()
  }
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

/** The one event of a request. */
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
