// kad-dht's routing table as the rest of Kadscope sees it: its leaves, its contacts and what changes.

import type { PeerId } from '@libp2p/interface'
import { kadIdOfPeer, kadIdToBytes, type KadId, type PeerName } from '../kad/kad-id.ts'
import type { RoutingTable, TrieNode } from './kad-internals.ts'
import { closestInTrie } from './kad-shortcuts.ts'
import { nameOf } from './peer-ids.ts'

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

/** What can be seen of the table, and done to it. */
export interface KadTable {
  /** The buckets, left to right. */
  leaves(): Leaf[]
  contacts(): PeerName[]
  /** The contacts nearest to an id, nearest first: by one place of the trie, not by all of it. */
  closest(id: KadId, count: number): PeerName[]
  has(peer: PeerName): boolean
  /** Without a walk through the trie. */
  isEmpty(): boolean
  /** Takes a contact out of the table. */
  remove(peer: PeerName): Promise<void>
  onTableChange(listener: (change: TableChange) => void): () => void
}

/** A table with what its adapter must tell it and may ask of it. */
export interface HeardTable extends KadTable {
  /** To be called for each leaf that becomes two, which kad-dht does not tell. */
  readonly onSplit: (prefix: string) => void
  /** Whether a peer is in the table, without a look into the trie. */
  readonly isKnown: (peer: PeerId) => boolean
}

/** Begins to listen to kad-dht's table. */
export function hearTable(table: RoutingTable): HeardTable {
  const known = new Set<PeerName>()
  const listeners = new Set<(change: TableChange) => void>()
  const tell = (change: TableChange): void => {
    for (const listener of listeners) listener(change)
  }
  const leaves = (): Leaf[] => leavesOf(table.kb.root, '')
  table.addEventListener('peer:add', (event) => {
    const contact = contactOf(event)
    known.add(contact)
    tell({ kind: 'added', contact })
  })
  table.addEventListener('peer:remove', (event) => {
    const contact = contactOf(event)
    known.delete(contact)
    tell({ kind: 'removed', contact })
  })
  return {
    leaves,
    contacts: () => leaves().flatMap(({ contacts }) => contacts),
    closest: (id, count) => closestInTrie(table.kb.root, kadIdToBytes(id), { count }).map(nameOf),
    isEmpty: () => known.size === 0,
    has: (peer) => known.has(peer),
    remove: (peer) => table.kb.remove(kadIdToBytes(kadIdOfPeer(peer))),
    onTableChange(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    onSplit(prefix) {
      tell({ kind: 'split', prefix })
    },
    isKnown: (peer) => known.has(nameOf(peer)),
  }
}

/** Walks the trie; its own `prefix` fields hold one digit only, and none at the root. */
function leavesOf(node: TrieNode, prefix: string): Leaf[] {
  if (node.left !== undefined && node.right !== undefined) {
    return [...leavesOf(node.left, `${prefix}0`), ...leavesOf(node.right, `${prefix}1`)]
  }
  const contacts = (node.peers ?? []).map(({ peerId }) => nameOf(peerId))
  return [{ prefix, contacts }]
}

function contactOf(event: Event): PeerName {
  return nameOf((event as CustomEvent<PeerId>).detail)
}
