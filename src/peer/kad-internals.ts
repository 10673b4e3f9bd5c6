// What Kadscope knows of kad-dht beyond its published types; for the adapter and its shortcuts only.

import type { AbortOptions, Connection, PeerId, PeerInfo, Stream } from '@libp2p/interface'
import type { DHTProgressEvents, DisjointPath, QueryEvent } from '@libp2p/kad-dht'
import type { CID } from 'multiformats/cid'
import type { Message } from './messages/message.ts'
import type { TimeLimit } from './time-limit.ts'

/** A contact as the trie keeps it. */
export interface TrieContact {
  readonly peerId: PeerId
  readonly kadId: Uint8Array
  /** When it last answered, in milliseconds since the epoch; 0 when it has not been asked. */
  readonly lastPing: number
}

/** A leaf has `peers`, an inner node both children; kad-dht's `prefix` is the last digit only. */
export interface TrieNode {
  prefix?: string
  depth?: number
  peers?: TrieContact[]
  left?: TrieNode
  right?: TrieNode
}

/** The options of `closest`. */
export interface ClosestOptions {
  readonly count?: number
  readonly exclude?: readonly PeerId[]
}

/** kad-dht's routing table and the trie in it. */
export interface RoutingTable extends EventTarget {
  kBucketSize: number
  isStarted(): boolean
  kb: {
    root: TrieNode
    remove(kadId: Uint8Array): Promise<void>
    verify(contact: TrieContact): Promise<boolean>
    closest(id: Uint8Array, options?: ClosestOptions): Iterable<PeerId>
    add(peer: PeerId): Promise<void>
    /** Finds a place for a contact, if there is one and it answers. */
    _add(contact: TrieContact): Promise<void>
    _determineBucket(kadId: Uint8Array): TrieNode
    _split(leaf: TrieNode): Promise<void>
  }
  pingOldContactTimeout: TimeLimit
  queueRoutingTableUpdate(peer: PeerId, options?: { activeTimeout: number }): void
}

/** What one peer is asked. */
export interface DhtRequest extends Message {
  readonly key: Uint8Array
}

/** With what a request is sent. */
export interface SendOptions extends AbortOptions {
  /** Where in kad-dht's lookup it is sent. */
  readonly path: DisjointPath
  /** Hears of the steps before the answer. */
  readonly onProgress?: (event: DHTProgressEvents) => void
}

/** kad-dht's messages to one peer. */
export interface Network extends EventTarget {
  isStarted(): boolean
  /** Tells of a peer in an answer, as 'peer'. */
  safeDispatchEvent(type: 'peer', init: { detail: PeerInfo }): boolean
  sendRequest(to: PeerId, request: DhtRequest, options: SendOptions): AsyncIterable<QueryEvent>
  /** Sends what has no answer. */
  sendMessage(to: PeerId, message: DhtRequest, options: SendOptions): AsyncIterable<QueryEvent>
}

/** The side of kad-dht that answers. */
export interface Rpc {
  onIncomingStream(stream: Stream, connection: Connection): Promise<void>
  handleMessage(from: PeerId, message: Message): Promise<Message | undefined>
}

/** A kad-dht instance from within. */
export interface Internals extends EventTarget {
  start(): Promise<void>
  stop(): Promise<void>
  routingTable: RoutingTable
  /** Tells of wires to peers that speak the protocol, as 'peer'. */
  topologyListener: EventTarget
  routingTableRefresh: { refreshTable(force?: boolean): void }
  network: Network
  peerRouting: {
    /** The peers of the table that are nearest to a key, and the one whose id it is. */
    getClosestPeersOffline(key: Uint8Array, options?: ClosestOptions): Promise<PeerInfo[]>
  }
  rpc: Rpc
  providers: { getProviders(cid: CID): Promise<PeerId[]> }
  contentFetching: {
    getMany(key: Uint8Array, options: object): AsyncIterable<QueryEvent>
  }
}
