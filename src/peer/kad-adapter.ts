// The adapter: the one module that knows of kad-dht what its types don't publish.
// What it relies on is pinned by kad-adapter.test.ts, so that an upgrade that changes it fails loudly.

import type { AbortOptions, PeerId, PeerInfo } from '@libp2p/interface'
import { kadDHT, type KadDHT, type KadDHTComponents, type QueryEvent } from '@libp2p/kad-dht'
import { peerIdFromString } from '@libp2p/peer-id'
import { CODE_P2P, multiaddr } from '@multiformats/multiaddr'
import type { Clock } from '../base/clock.ts'
import { kadIdOfPeer, kadIdToBytes, peerNameOfBytes, type PeerName } from '../kad/kad-id.ts'
import { createValidators, selectors } from './records/namespaces.ts'
import { lookupTag } from './tap/tap.ts'
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
  mode: 'client' | 'server'
  clock: Clock
  /** By how much timeouts should be longer now, from 1. */
  patience: () => number
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

// What follows is not in kad-dht's published types.

interface TrieNode {
  peers?: { peerId: PeerId }[]
  left?: TrieNode
  right?: TrieNode
}
interface Timeout {
  minTimeout: number
  maxTimeout: number
}
interface RoutingTable extends EventTarget {
  pingNewContactTimeout: Timeout
  pingOldContactTimeout: Timeout
  kb: {
    root: TrieNode
    remove(kadId: Uint8Array): Promise<void>
    get(kadId: Uint8Array): unknown
    verify(contact: { peerId: PeerId }): Promise<boolean>
  }
  queueRoutingTableUpdate(peer: PeerId, options?: { activeTimeout: number }): void
}
interface Network {
  timeout: Timeout
  sendRequest(
    to: PeerId,
    message: { type: string; key: Uint8Array; record?: Uint8Array },
    options: AbortOptions & { path: { index: number; queued: 0; running: 0; total: 0 } },
  ): AsyncIterable<QueryEvent>
}
interface Internals extends EventTarget {
  start(): Promise<void>
  stop(): Promise<void>
  routingTable: RoutingTable
  routingTableRefresh: { refreshTable(force?: boolean): void }
  network: Network
  contentFetching: {
    getMany(key: Uint8Array, options: object): AsyncIterable<QueryEvent>
  }
}

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
    onPeerConnectTimeout: 5_000,
  })(components)
  const inner = dht as unknown as Internals
  const table = inner.routingTable

  // A machine that is busy answers late without anybody being dead: see base/lateness.ts.
  for (const [timeout, ms] of [
    [inner.network.timeout, MESSAGE_TIMEOUT_MS],
    [table.pingOldContactTimeout, MESSAGE_TIMEOUT_MS],
    [table.pingNewContactTimeout, NEWCOMER_TIMEOUT_MS],
  ] as const) {
    const get = (): number => ms * init.patience()
    Object.defineProperties(timeout, { minTimeout: { get }, maxTimeout: { get } })
  }

  // Kadscope refreshes in its own way (see join.ts); kad-dht's timer would do it once more.
  inner.routingTableRefresh.refreshTable = () => undefined

  // Every answer names peers that are in the table already: kad-dht would make a job of each.
  const known = new Set<PeerName>()
  watchTable(table, (change) => {
    if (change.kind === 'added') known.add(change.contact)
    if (change.kind === 'removed') known.delete(change.contact)
  })
  const update = table.queueRoutingTableUpdate.bind(table)
  table.queueRoutingTableUpdate = (peer, options) => {
    if (!known.has(peerNameOfBytes(peer.toMultihash().bytes))) update(peer, options)
  }
  const verify = createVerifyContact(components.ping, init.clock)
  table.kb.verify = ({ peerId }) => verify(peerId)

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
      table.queueRoutingTableUpdate(peerIdFromString(peer), { activeTimeout: 5_000 })
    },
    onTableChange: (listener) => watchTable(table, listener),
    findClosest: (key, options) => dht.getClosestPeers(key, taggedOptions(options)),
    findValues: (key, options) => inner.contentFetching.getMany(key, taggedOptions(options)),
    findNode: (peer, key, options) =>
      inner.network.sendRequest(
        peerIdFromString(peer),
        { type: 'FIND_NODE', key },
        { ...taggedOptions(options), path: NO_PATH },
      ),
    putValue: (peer, key, record, options) =>
      inner.network.sendRequest(
        peerIdFromString(peer),
        { type: 'PUT_VALUE', key, record },
        { ...taggedOptions(options), path: NO_PATH },
      ),
  }
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
  const contacts = (node.peers ?? []).map(({ peerId }) => peerId.toString() as PeerName)
  return [{ prefix, contacts }]
}

function countSplits(node: TrieNode): number {
  if (node.left === undefined || node.right === undefined) return 0
  return 1 + countSplits(node.left) + countSplits(node.right)
}

/** The prefixes that have been split. */
function splitsOf(leaves: readonly Leaf[]): Set<string> {
  const splits = new Set<string>()
  for (const { prefix } of leaves) {
    for (let depth = 0; depth < prefix.length; depth++) splits.add(prefix.slice(0, depth))
  }
  return splits
}

/** kad-dht doesn't announce splits: they show when the trie is compared with what it was. */
function watchTable(table: RoutingTable, listener: (change: TableChange) => void): () => void {
  let known = new Set<string>()
  const tellSplits = (): void => {
    // Most additions split nothing, and counting is cheaper than comparing.
    if (countSplits(table.kb.root) === known.size) return
    const splits = splitsOf(leavesOf(table.kb.root, ''))
    const fresh = [...splits].filter((prefix) => !known.has(prefix))
    known = splits
    for (const prefix of fresh.sort((a, b) => a.length - b.length)) {
      listener({ kind: 'split', prefix })
    }
  }
  const onAdd = (event: Event): void => {
    tellSplits()
    listener({ kind: 'added', contact: contactOf(event) })
  }
  const onRemove = (event: Event): void => {
    listener({ kind: 'removed', contact: contactOf(event) })
  }
  table.addEventListener('peer:add', onAdd)
  table.addEventListener('peer:remove', onRemove)
  return () => {
    table.removeEventListener('peer:add', onAdd)
    table.removeEventListener('peer:remove', onRemove)
  }
}

function contactOf(event: Event): PeerName {
  return String((event as CustomEvent<PeerId>).detail) as PeerName
}
