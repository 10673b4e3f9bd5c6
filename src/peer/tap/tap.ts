// The tap: wraps the components that kad-dht is given, so that every message in both directions is told.

import type { Stream } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { Clock } from '../../base/clock.ts'
import type { EventOf } from '../../event/event.ts'
import { MAX_LIST } from '../../event/schema.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import { isRecordKey } from '../../kad/record-key.ts'
import { override } from '../override.ts'
import type { Shelf } from '../records/shelf.ts'
import type { Tell } from '../teller.ts'
import type { DhtMessage } from './dht-message.ts'
import { subjectOf, tryRead, type Subject } from './message-subject.ts'
import { watchStream } from './watch-stream.ts'

/**
 * The option under which a lookup's id travels through kad-dht to `openStream`:
 * kad-dht spreads the options it is given into those of each request (pinned by the
 * adapter's contract test).
 */
export const lookupTag = Symbol('kadscope.lookup')

/** Options of a request of kad-dht, as far as the tap reads them. */
interface TappedOptions {
  [lookupTag]?: string
  path?: { index: number }
}

export interface TapInit {
  own: PeerName
  protocol: string
  clock: Clock
  tell: Tell
  shelf: Shelf
}

/** The components to give to `kadDHT()`: they work as before and tell what passes through. */
export function tapComponents(components: KadDHTComponents, init: TapInit): KadDHTComponents {
  const { connectionManager, registrar, ping } = components
  return {
    peerId: components.peerId,
    privateKey: components.privateKey,
    addressManager: components.addressManager,
    peerStore: components.peerStore,
    events: components.events,
    logger: components.logger,
    datastore: init.shelf.datastore,
    connectionManager: override(connectionManager, {
      openStream: tapOpenStream(connectionManager, init),
    }),
    registrar: override(registrar, {
      handle: (protocol, handler, options) =>
        registrar.handle(
          protocol,
          protocol === init.protocol
            ? (stream, connection) => {
                watchServed(stream, connection.remotePeer.toString() as PeerName, init)
                return handler(stream, connection)
              }
            : handler,
          options,
        ),
    }),
    ping: override(ping, {
      async ping(peer, options) {
        const contact = String(peer) as PeerName
        // Others name us to ourselves; kad-dht would dial.
        if (contact === init.own) throw new RangeError('a peer does not ping itself')
        const started = init.clock.now()
        const told = (ok: boolean): void => {
          init.tell({ kind: 'contact.pinged', contact, ok, ms: init.clock.now() - started })
        }
        try {
          const rtt = await ping.ping(peer, options)
          told(true)
          return rtt
        } catch (error) {
          told(false)
          throw error
        }
      },
    }),
  }
}

type ConnectionManager = KadDHTComponents['connectionManager']

/** Begins with the time, so that ids differ from those of before a reload. */
let rpcCount = Date.now()

/** Tells of each request that leaves, is answered or fails. */
function tapOpenStream(manager: ConnectionManager, init: TapInit): ConnectionManager['openStream'] {
  const { clock, tell } = init
  return async (peer, protocol, options) => {
    if (protocol !== init.protocol) return manager.openStream(peer, protocol, options)
    const rpc = `${init.own.slice(-6)}-${(rpcCount++).toString(36)}`
    const to = String(peer) as PeerName
    const started = clock.now()
    const origin = originOf(options as TappedOptions | undefined)
    let state: 'dialing' | 'sent' | 'ended' = 'dialing'
    const fail = (error: Error | undefined): void => {
      if (state === 'ended') return
      state = 'ended'
      const name = error?.name ?? 'StreamClosedError'
      tell({ kind: 'rpc.failed', rpc, to, ms: clock.now() - started, error: name, ...origin })
    }

    let stream: Stream
    try {
      stream = await manager.openStream(peer, protocol, options)
    } catch (error) {
      fail(error instanceof Error ? error : undefined)
      throw error
    }
    let sentAt = 0
    let silent = false
    const answer = (message: DhtMessage | undefined, bytes: number): void => {
      state = 'ended'
      tell({
        kind: 'rpc.answered',
        rpc,
        from: to,
        ms: clock.now() - sentAt,
        bytes,
        closer: message?.closer.slice(0, MAX_LIST) ?? [],
        hasRecord: message?.record !== undefined,
      })
    }
    watchStream(stream, {
      onSent(bytes) {
        if (state !== 'dialing') return
        const message = tryRead(bytes)
        if (message === undefined) return
        state = 'sent'
        sentAt = clock.now()
        silent = message.type === 'ADD_PROVIDER'
        tell({
          kind: 'rpc.sent',
          rpc,
          to,
          dialMs: sentAt - started,
          bytes: bytes.length,
          ...subjectOf(message),
          ...origin,
        })
      },
      onRead(bytes) {
        const message = tryRead(bytes)
        if (state === 'sent' && message !== undefined) answer(message, bytes.length)
      },
      onAbort: fail,
      onClose(error) {
        // ADD_PROVIDER has no answer: that the stream closed well is all there is to know.
        if (state === 'sent' && silent && error === undefined) answer(undefined, 0)
        else fail(error)
      },
    })
    return stream
  }
}

/** Tells of each request that is served or refused on an incoming stream. */
function watchServed(stream: Stream, from: PeerName, init: TapInit): void {
  const { clock, tell, shelf } = init
  let pending: { subject: Subject; at: number; received: () => void } | undefined
  const end = (): typeof pending => {
    const ended = pending
    pending = undefined
    ended?.received()
    return ended
  }
  watchStream(stream, {
    onRead(bytes) {
      const message = tryRead(bytes)
      if (message === undefined) return
      const subject = subjectOf(message)
      const { type, key } = subject
      const { record } = message
      const received =
        type === 'PUT_VALUE' && key !== undefined && record !== undefined
          ? shelf.receiving(key, { from, ...record })
          : () => undefined
      pending = { subject, at: clock.now(), received }
    },
    onSent(bytes) {
      const request = end()
      if (request === undefined) return
      const { subject } = request
      const ms = clock.now() - request.at
      tell({ kind: 'rpc.served', from, bytes: bytes.length, ms, ...subject })
      const { type, key } = subject
      if (type !== 'GET_VALUE' || key === undefined) return
      if (tryRead(bytes)?.record === undefined || !shelf.countServed(key)) return
      tell({ kind: 'record.served', key, to: from, bytes: bytes.length })
    },
    onAbort(error) {
      const request = end()
      if (request === undefined) return
      const { type, key } = request.subject
      // kad-dht has no name of its own for keys of other namespaces.
      const reason = key === undefined || isRecordKey(key) ? error.name : 'InvalidKeyError'
      if (type === 'PUT_VALUE' && key !== undefined) {
        shelf.countRefused()
        tell({ kind: 'record.rejected', key, from, reason })
      }
      tell({ kind: 'rpc.refused', from, reason })
    },
    onClose: () => {
      end()
    },
  })
}

function originOf(
  options: TappedOptions | undefined,
): Pick<EventOf<'rpc.sent'>, 'lookup' | 'path'> {
  const lookup = options?.[lookupTag]
  const path = options?.path?.index
  return {
    ...(lookup === undefined ? {} : { lookup }),
    ...(path === undefined || path < 0 ? {} : { path }),
  }
}
