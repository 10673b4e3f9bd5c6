// The tap: wraps the components that kad-dht is given, so that every message in both directions is told.

import type { PeerId } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { PeerName } from '../../kad/kad-id.ts'
import { override } from '../override.ts'
import { nameOf } from '../peer-ids.ts'
import { AskedRequest } from './asked-request.ts'
import { ServedRequests } from './served-requests.ts'
import type { TapInit } from './tap-init.ts'
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
                watchStream(stream, new ServedRequests(nameOf(connection.remotePeer), init))
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

/** Tells of each request that leaves, is answered or fails. */
function tapOpenStream(manager: ConnectionManager, init: TapInit): ConnectionManager['openStream'] {
  return (peer, protocol, options) => {
    if (protocol !== init.protocol) return manager.openStream(peer, protocol, options)
    const { path, [lookupTag]: lookup } = (options ?? {}) as TappedOptions
    const onPath = path === undefined || path.index < 0 ? undefined : path.index
    // kad-dht asks for streams by peer id only.
    const request = new AskedRequest(nameOf(peer as PeerId), lookup, onPath, init)
    // As promises: an async function would be one more thing to make for each request.
    return manager.openStream(peer, protocol, options).then(
      (stream) => {
        watchStream(stream, request)
        return stream
      },
      (error: unknown) => {
        request.fail(error instanceof Error ? error : undefined)
        throw error
      },
    )
  }
}
