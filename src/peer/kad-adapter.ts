// The adapter: with kad-internals.ts and kad-shortcuts.ts all that knows of kad-dht what its types don't publish.
// What it relies on is pinned by kad-adapter.test.ts, so that an upgrade that changes it fails loudly.

import type { AbortOptions, PeerId, PeerInfo } from '@libp2p/interface'
import {
  kadDHT,
  type KadDHT,
  type KadDHTComponents,
  type QueryErrorEvent,
  type QueryEvent,
} from '@libp2p/kad-dht'
import { peerIdFromString } from '@libp2p/peer-id'
import { CODE_P2P, multiaddr } from '@multiformats/multiaddr'
import type { CID } from 'multiformats/cid'
import type { Clock } from '../base/clock.ts'
import { kadIdOfPeer, kadIdToBytes, peerNameOfBytes, type PeerName } from '../kad/kad-id.ts'
import { createValidators, selectors } from './records/namespaces.ts'
import { lookupTag } from './tap/tap.ts'
import type { Internals, RoutingTable, TrieNode } from './kad-internals.ts'
import { takeShortcuts } from './kad-shortcuts.ts'
import { createTimeLimit } from './time-limit.ts'
import { createVerifyContact } from './verify-contact.ts'

/** A leaf of kad-dht's trie: a real k-bucket. */
export interface Leaf {
  /** Binary digits; its length is the depth. */
  readonly prefix: string
  readonly contacts: readonly PeerName[]
}

/** A change of the routing table. */
export type TableChange =
  | { readonly kind: 'added' | 'removed'; readonly contact: PeerName }
  | { readonly kind: 'split'; readonly prefix: string }

/** A request that is part of a lookup. */
export interface RequestOptions {
  /** The lookup's id, told with every message. */
  readonly lookup: string
  readonly signal: AbortSignal
}

/** kad-dht as the rest of Kadscope sees it. */
export interface KadAdapter {
  readonly dht: KadDHT
  start(): Promise<void>
  stop(): Promise<void>
  /** The buckets, left to right. */
  leaves(): Leaf[]
  contacts(): PeerName[]
  has(peer: PeerName): boolean
  /** Takes a contact out of the table. */
  remove(peer: PeerName): Promise<void>
  /** Offers a peer to the table, which pings it before it takes it in. */
  offer(peer: PeerName): void
  onTableChange(listener: (change: TableChange) => void): () => void
  /** kad-dht's lookup of the k closest peers to `key`. */
  findClosest(key: Uint8Array, options: RequestOptions): AsyncIterable<QueryEvent>
  /** kad-dht's lookup of the values of `key`, one event for each value found. */
  findValues(key: Uint8Array, options: RequestOptions): AsyncIterable<QueryEvent>
  /** One FIND_NODE to one peer, outside of any lookup of kad-dht. */
  findNode(peer: PeerName, key: Uint8Array, options: RequestOptions): AsyncIterable<QueryEvent>
  /** One GET_VALUE to one peer, outside of any lookup; what it answers is not checked. */
  getValue(peer: PeerName, key: Uint8Array, options: RequestOptions): AsyncIterable<QueryEvent>
  /** Tells the k closest peers to a CID that the own peer provides it, and keeps that itself. */
  provide(cid: CID, options: RequestOptions): AsyncIterable<QueryEvent>
  /** One GET_PROVIDERS to one peer; none when it does not answer. */
  askProviders(peer: PeerName, cid: CID, options: RequestOptions): Promise<PeerName[]>
  /** The providers of a CID that the own peer has been told of. */
  ownProviders(cid: CID): Promise<PeerName[]>
  /** kad-dht's lookup of the peers that have `cid`. */
  findProviders(cid: CID, options: RequestOptions): AsyncIterable<QueryEvent>
  /** The own peer is not named as a provider of `cid` any more. */
  forgetProvided(cid: CID): Promise<void>
  /** One PUT_VALUE to one peer; `record` is a serialised Libp2pRecord. */
  putValue(
    peer: PeerName,
    key: Uint8Array,
    record: Uint8Array,
    options: RequestOptions,
  ): AsyncIterable<QueryEvent>
}

export interface KadAdapterInit {
  protocol: string
  k: number
  alpha: number
  disjointPaths: number
  maxValueBytes: number
  datastorePrefix: string
  /** Notes of who has what are looked through this often, and run out after that, in milliseconds. */
  republishMs: number
  expireMs: number
  mode: 'client' | 'server'
  clock: Clock
  /** By how much timeouts should be longer now, from 1. */
  patience: () => number
  /** Who is kept out of the table without being pinged. @default nobody */
  refuses?: (peer: PeerName) => boolean
}

/**
 * How deep the trie may split. kad-dht's default of 6 bits makes near buckets overflow
 * when k is small.
 */
export const TRIE_DEPTH = 24

/** The longest that a message to one peer may take, dialing included, in milliseconds, on an idle machine. */
export const MESSAGE_TIMEOUT_MS = 1_000

/** The longest that a newcomer may take to answer before it is let into the table, in milliseconds. */
const NEWCOMER_TIMEOUT_MS = 3_000

/** A timer that never comes: Kadscope joins in its own way and repeats its own lookups. */
const NEVER_MS = 2 ** 31 - 1

/** Makes a kad-dht instance with Kadscope's settings on `components`, which the tap has wrapped. */
export function createKadAdapter(components: KadDHTComponents, init: KadAdapterInit): KadAdapter {
  const dht = kadDHT({
    protocol: init.protocol,
    kBucketSize: init.k,
    alpha: init.alpha,
    disjointPaths: init.disjointPaths,
    clientMode: init.mode === 'client',
    prefixLength: TRIE_DEPTH,
    datastorePrefix: init.datastorePrefix,
    validators: createValidators(init.maxValueBytes),
    selectors,
    peerInfoMapper: reachable,
    querySelfInterval: NEVER_MS,
    initialQuerySelfInterval: NEVER_MS,
    // Whoever has something announces it anew in time, see files.ts: kad-dht only clears up.
    reprovide: { interval: init.republishMs, validity: init.expireMs, threshold: 0 },
    onPeerConnectTimeout: 5_000,
  })(components)
  const inner = dht as unknown as Internals
  const table = inner.routingTable

  // Kadscope refreshes in its own way (see join.ts); kad-dht's timer would do it once more.
  inner.routingTableRefresh.refreshTable = () => undefined

  const { listen, onSplit, isKnown } = hearTable(table)
  // A machine that is busy answers late without anybody being dead: see base/lateness.ts.
  const { clock, patience } = init
  const { refuses = () => false } = init
  const answers = createVerifyContact(
    components.ping,
    clock,
    () => NEWCOMER_TIMEOUT_MS * patience(),
  )
  takeShortcuts(inner, {
    isKnown,
    verify: async (peer) => !refuses(nameOf(peer)) && answers(peer),
    timeLimit: createTimeLimit(clock, () => MESSAGE_TIMEOUT_MS * patience()),
    onSplit,
  })

  // libp2p itself does this for the DHT among its services: without their addresses in the
  // peer store, found peers are left out of tables and answers.
  inner.addEventListener('peer', (event) => {
    const { id, multiaddrs } = (event as CustomEvent<PeerInfo>).detail
    if (multiaddrs.length === 0 || id.equals(components.peerId)) return
    components.peerStore.merge(id, { multiaddrs }).catch(() => undefined)
  })

  return {
    dht,
    start: () => inner.start(),
    stop: () => inner.stop(),
    leaves: () => leavesOf(table.kb.root, ''),
    contacts: () => leavesOf(table.kb.root, '').flatMap((leaf) => leaf.contacts),
    has: (peer) => table.kb.get(kadIdToBytes(kadIdOfPeer(peer))) !== undefined,
    remove: (peer) => table.kb.remove(kadIdToBytes(kadIdOfPeer(peer))),
    offer(peer) {
      table.queueRoutingTableUpdate(peerIdFromString(peer))
    },
    onTableChange: listen,
    findClosest: (key, options) => dht.getClosestPeers(key, taggedOptions(options)),
    findValues: (key, options) => inner.contentFetching.getMany(key, taggedOptions(options)),
    findNode: (peer, key, options) =>
      inner.network.sendRequest(
        peerIdFromString(peer),
        { type: 'FIND_NODE', key },
        { ...taggedOptions(options), path: NO_PATH },
      ),
    getValue: (peer, key, options) =>
      inner.network.sendRequest(
        peerIdFromString(peer),
        { type: 'GET_VALUE', key },
        { ...taggedOptions(options), path: NO_PATH },
      ),
    provide: (cid, options) => dht.provide(cid, taggedOptions(options)),
    async askProviders(peer, { multihash: { bytes: key } }, options) {
      const sent = { ...taggedOptions(options), path: NO_PATH }
      const message = { type: 'GET_PROVIDERS', key }
      const providers: PeerName[] = []
      for await (const event of inner.network.sendRequest(peerIdFromString(peer), message, sent)) {
        if (event.name !== 'PEER_RESPONSE') continue
        for (const { id } of event.providers) providers.push(nameOf(id))
      }
      return providers
    },
    ownProviders: async (cid) => (await inner.providers.getProviders(cid)).map(nameOf),
    findProviders: (cid, options) => dht.findProviders(cid, taggedOptions(options)),
    forgetProvided: (cid) => dht.cancelReprovide(cid),
    putValue: (peer, key, record, options) =>
      inner.network.sendRequest(
        peerIdFromString(peer),
        { type: 'PUT_VALUE', key, record },
        { ...taggedOptions(options), path: NO_PATH },
      ),
  }
}

/** Whether an answer held a record that kad-dht found to be none, and left out. */
export function isInvalidAnswer(event: QueryEvent): event is QueryErrorEvent {
  return event.name === 'QUERY_ERROR' && event.error.message.startsWith('invalid record')
}

const NO_PATH = { index: -1, queued: 0, running: 0, total: 0 } as const

/** `isSelfQuery` keeps kad-dht from waiting for a self-query of its own, which never comes. */
function taggedOptions(options: RequestOptions): AbortOptions & { isSelfQuery: true } {
  const tagged = { signal: options.signal, isSelfQuery: true, [lookupTag]: options.lookup }
  return tagged as AbortOptions & { isSelfQuery: true }
}

/**
 * kad-dht leaves peers without addresses out of tables and answers. A peer that is
 * connected can be reached by its id alone, over a relay that both know.
 */
function reachable(info: PeerInfo): PeerInfo {
  const multiaddrs = info.multiaddrs.map((address) => address.decapsulateCode(CODE_P2P))
  if (multiaddrs.length > 0) return info
  return { ...info, multiaddrs: [multiaddr(`/p2p-circuit/p2p/${info.id.toString()}`)] }
}

/** Walks the trie; its own `prefix` fields hold one digit only, and none at the root. */
function leavesOf(node: TrieNode, prefix: string): Leaf[] {
  if (node.left !== undefined && node.right !== undefined) {
    return [...leavesOf(node.left, `${prefix}0`), ...leavesOf(node.right, `${prefix}1`)]
  }
  const contacts = (node.peers ?? []).map(({ peerId }) => nameOf(peerId))
  return [{ prefix, contacts }]
}

/** What changes in a table, from its events and from the splits that it is told of. */
function hearTable(table: RoutingTable): {
  listen: KadAdapter['onTableChange']
  onSplit: (prefix: string) => void
  isKnown: (peer: PeerId) => boolean
} {
  const contacts = new Set<PeerName>()
  const listeners = new Set<(change: TableChange) => void>()
  const tell = (change: TableChange): void => {
    for (const listener of listeners) listener(change)
  }
  table.addEventListener('peer:add', (event) => {
    const contact = contactOf(event)
    contacts.add(contact)
    tell({ kind: 'added', contact })
  })
  table.addEventListener('peer:remove', (event) => {
    const contact = contactOf(event)
    contacts.delete(contact)
    tell({ kind: 'removed', contact })
  })
  return {
    listen(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    onSplit(prefix) {
      tell({ kind: 'split', prefix })
    },
    isKnown: (peer) => contacts.has(nameOf(peer)),
  }
}

function contactOf(event: Event): PeerName {
  return nameOf((event as CustomEvent<PeerId>).detail)
}

function nameOf(peer: PeerId): PeerName {
  return peerNameOfBytes(peer.toMultihash().bytes)
}
