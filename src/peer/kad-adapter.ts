// The adapter: with the other kad-*.ts files all that knows of kad-dht what its types don't publish.
// What it relies on is pinned by kad-adapter.test.ts, so that an upgrade that changes it fails loudly.

import type { PeerInfo } from '@libp2p/interface'
import { kadDHT, type KadDHT, type KadDHTComponents, type QueryEvent } from '@libp2p/kad-dht'
import { CODE_P2P, multiaddr } from '@multiformats/multiaddr'
import type { CID } from 'multiformats/cid'
import type { Clock } from '../base/clock.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { createFreshWires } from './fresh-wires.ts'
import { askOnce } from './kad-ask-once.ts'
import { offerContacts } from './kad-contacts.ts'
import type { Internals } from './kad-internals.ts'
import { carryMessages, type OpenStream } from './kad-messages.ts'
import {
  createKadRequests,
  taggedOptions,
  type KadRequests,
  type RequestOptions,
} from './kad-requests.ts'
import { takeShortcuts } from './kad-shortcuts.ts'
import { hearTable, type KadTable } from './kad-table.ts'
import { nameOf, peerIdOf } from './peer-ids.ts'
import { createValidators, selectors } from './records/namespaces.ts'
import { deafTap, type MessageTap } from './tap/tap.ts'
import { createTimeLimit } from './time-limit.ts'
import { createVerifyContact } from './verify-contact.ts'

/** kad-dht as the rest of Kadscope sees it. */
export interface KadAdapter extends KadTable, KadRequests {
  readonly dht: KadDHT
  start(): Promise<void>
  stop(): Promise<void>
  /** Offers a peer to the table, which pings it before it takes it in. */
  offer(peer: PeerName): void
  /** When an answer is so late that others may be asked meanwhile, in milliseconds. */
  lateMs(): number
  /** A peer that gave no answer in time is alive: it answered a ping after `ms` milliseconds. */
  wasLate(peer: PeerName, ms: number): void
  /** kad-dht's lookup of the k closest peers to `key`. */
  findClosest(key: Uint8Array, options: RequestOptions): AsyncIterable<QueryEvent>
  /** kad-dht's lookup of the values of `key`, one event for each value found. */
  findValues(key: Uint8Array, options: RequestOptions): AsyncIterable<QueryEvent>
  /** Tells the k closest peers to a CID that the own peer provides it, and keeps that itself. */
  provide(cid: CID, options: RequestOptions): AsyncIterable<QueryEvent>
  /** The providers of a CID that the own peer has been told of. */
  ownProviders(cid: CID): Promise<PeerName[]>
  /** kad-dht's lookup of the peers that have `cid`. */
  findProviders(cid: CID, options: RequestOptions): AsyncIterable<QueryEvent>
  /** The own peer is not named as a provider of `cid` any more. */
  forgetProvided(cid: CID): Promise<void>
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
  /** @default as libp2p's connection manager does it */
  openStream?: OpenStream | undefined
  /** Hears of all messages. @default nobody does */
  tap?: MessageTap
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

/** Who is refused or has just been met need not be pinged. */
const REFUSED = Promise.resolve(false)
const ADMITTED = Promise.resolve(true)

/** Makes a kad-dht instance with Kadscope's settings on `components`. */
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

  // Kadscope refreshes in its own way (see join.ts); kad-dht's timer would do it once more.
  inner.routingTableRefresh.refreshTable = () => undefined

  const { connectionManager } = components
  // A machine that is busy answers late without anybody being dead: see base/lateness.ts.
  const { clock, patience } = init
  const timeLimit = createTimeLimit(clock, () => MESSAGE_TIMEOUT_MS * patience())
  const openStream: OpenStream = (to, protocol, { signal }) =>
    connectionManager.openStream(to, protocol, { signal })
  carryMessages(inner, {
    clock,
    protocol: init.protocol,
    timeLimit,
    openStream: init.openStream ?? openStream,
    tap: init.tap ?? deafTap,
  })
  askOnce(inner.network)
  const { onSplit, isKnown, ...seen } = hearTable(inner.routingTable)
  const { refuses = () => false } = init
  const answers = createVerifyContact(
    components.ping,
    clock,
    () => NEWCOMER_TIMEOUT_MS * patience(),
  )
  const isJustMet = createFreshWires({
    wiresTo: (peer) => connectionManager.getConnections(peer),
    clock,
    freshMs: NEWCOMER_TIMEOUT_MS,
    table: seen,
  })
  takeShortcuts(inner, { peerStore: components.peerStore, timeLimit, onSplit })
  offerContacts(inner, {
    own: components.peerId,
    peerStore: components.peerStore,
    isKnown,
    verify(peer) {
      if (refuses(nameOf(peer))) return REFUSED
      return isJustMet(peer) ? ADMITTED : answers(peer)
    },
  })

  return {
    ...seen,
    ...createKadRequests(inner.network),
    dht,
    start: () => inner.start(),
    stop: () => inner.stop(),
    offer(peer) {
      inner.routingTable.queueRoutingTableUpdate(peerIdOf(peer))
    },
    lateMs: () => timeLimit.lateMs(),
    wasLate: (peer, ms) => {
      timeLimit.wasLate(peer, ms)
    },
    findClosest: (key, options) => dht.getClosestPeers(key, taggedOptions(options)),
    findValues: (key, options) => inner.contentFetching.getMany(key, taggedOptions(options)),
    provide: (cid, options) => dht.provide(cid, taggedOptions(options)),
    ownProviders: async (cid) => (await inner.providers.getProviders(cid)).map(nameOf),
    findProviders: (cid, options) => dht.findProviders(cid, taggedOptions(options)),
    forgetProvided: (cid) => dht.cancelReprovide(cid),
  }
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
