// Requests of kad-dht to single peers, outside of its own lookups, and how a request names its lookup.

import type { AbortOptions } from '@libp2p/interface'
import type { DHTProgressEvents, QueryErrorEvent, QueryEvent } from '@libp2p/kad-dht'
import type { CID } from 'multiformats/cid'
import type { PeerName } from '../kad/kad-id.ts'
import type { DhtRequest, Network } from './kad-internals.ts'
import { nameOf, peerIdOf } from './peer-ids.ts'
import { lookupTag } from './tap/tap.ts'

/** A request that is part of a lookup. */
export interface RequestOptions {
  /** The lookup's id, told with every message. */
  readonly lookup: string
  readonly signal: AbortSignal
  /** Hears when a peer is about to be asked, and when it has been. */
  readonly onProgress?: (event: DHTProgressEvents) => void
}

/** One message to one peer each; what is answered is not checked. */
export interface KadRequests {
  findNode(peer: PeerName, key: Uint8Array, options: RequestOptions): AsyncIterable<QueryEvent>
  getValue(peer: PeerName, key: Uint8Array, options: RequestOptions): AsyncIterable<QueryEvent>
  /** `record` is a serialised Libp2pRecord. */
  putValue(
    peer: PeerName,
    key: Uint8Array,
    record: Uint8Array,
    options: RequestOptions,
  ): AsyncIterable<QueryEvent>
  /** The providers of a CID that a peer knows; none when it does not answer. */
  askProviders(peer: PeerName, cid: CID, options: RequestOptions): Promise<PeerName[]>
}

/** kad-dht asks for a path of a lookup; these are on none. */
const NO_PATH = { index: -1, queued: 0, running: 0, total: 0 } as const

/** Makes the requests of the peer whose messages `network` sends. */
export function createKadRequests(network: Network): KadRequests {
  const send = (
    peer: PeerName,
    request: DhtRequest,
    options: RequestOptions,
  ): AsyncIterable<QueryEvent> =>
    network.sendRequest(peerIdOf(peer), request, {
      ...taggedOptions(options),
      path: NO_PATH,
    })
  return {
    findNode: (peer, key, options) => send(peer, { type: 'FIND_NODE', key }, options),
    getValue: (peer, key, options) => send(peer, { type: 'GET_VALUE', key }, options),
    putValue: (peer, key, record, options) =>
      send(peer, { type: 'PUT_VALUE', key, record }, options),
    async askProviders(peer, { multihash }, options) {
      const providers: PeerName[] = []
      const request = { type: 'GET_PROVIDERS', key: multihash.bytes } as const
      for await (const event of send(peer, request, options)) {
        if (event.name !== 'PEER_RESPONSE') continue
        for (const { id } of event.providers) providers.push(nameOf(id))
      }
      return providers
    },
  }
}

/** `isSelfQuery` keeps kad-dht from waiting for a self-query of its own, which never comes. */
export function taggedOptions(options: RequestOptions): AbortOptions & { isSelfQuery: true } {
  const { lookup, signal, onProgress } = options
  const tagged = { signal, onProgress, isSelfQuery: true, [lookupTag]: lookup }
  return tagged as AbortOptions & { isSelfQuery: true }
}

/** Whether an answer held a record that kad-dht found to be none, and left out. */
export function isInvalidAnswer(event: QueryEvent): event is QueryErrorEvent {
  return event.name === 'QUERY_ERROR' && event.error.message.startsWith('invalid record')
}
