// What kad-dht does at length for every message, done shortly and with the same result: in a Lab
// of a thousand peers this decides. The contract test compares each with kad-dht's own.

import type { PeerId, PeerInfo, PeerStore } from '@libp2p/interface'
import { kadIdOfBytes, kadIdToBytes } from '../kad/kad-id.ts'
import type { ClosestOptions, Internals, TrieContact, TrieNode } from './kad-internals.ts'
import { peerIdOfKey } from './peer-ids.ts'
import type { TimeLimit } from './time-limit.ts'

/** What the shortcuts need. */
export interface ShortcutsInit {
  readonly peerStore: Pick<PeerStore, 'getInfo'>
  /** For each ping of an old contact. */
  readonly timeLimit: TimeLimit
  /** Hears of each leaf that becomes two, which kad-dht does not tell. */
  readonly onSplit: (prefix: string) => void
}

/** Puts the shortcuts in place. */
export function takeShortcuts(inner: Internals, init: ShortcutsInit): void {
  const { peerRouting, routingTable: table } = inner
  const { kb } = table
  // kad-dht's own learns from the past, goes by real time only and leaves it all to be collected.
  table.pingOldContactTimeout = init.timeLimit

  // kad-dht compares the whole table; the trie has the nearest in one place.
  kb.closest = (id, options) => closestInTrie(kb.root, id, options, table.kBucketSize)
  // For a key that is no peer's kad-dht makes an error and throws it away.
  peerRouting.getClosestPeersOffline = async (key, options) => {
    const named = peerIdOfKey(key)
    const nearest = kb.closest(kadIdToBytes(kadIdOfBytes(key)), options)
    const found: PeerInfo[] = []
    for (const peer of named === undefined ? nearest : [named, ...nearest]) {
      const info = await init.peerStore.getInfo(peer).catch(unlessUnknown)
      if (info !== undefined) found.push(info)
    }
    return found
  }
  // kad-dht writes ids as 256 digits to read a few of them.
  kb._determineBucket = (kadId) => leafOfTrie(kb.root, kadId)
  kb._split = (leaf) => {
    const prefix = splitLeaf(leaf)
    init.onSplit(prefix)
    return Promise.resolve()
  }
}

/** Of a peer that the store has forgotten nothing is told. */
function unlessUnknown(error: Error): undefined {
  if (error.name !== 'NotFoundError') throw error
}

/** Makes two leaves of one that is full, in its place. Returns the prefix that was split. */
export function splitLeaf(leaf: TrieNode): string {
  const { peers = [], depth = 0 } = leaf
  const [left, right]: [TrieContact[], TrieContact[]] = [[], []]
  for (const peer of peers) (hasBit(peer.kadId, depth) ? right : left).push(peer)
  leaf.left = { prefix: '0', depth: depth + 1, peers: left }
  leaf.right = { prefix: '1', depth: depth + 1, peers: right }
  delete leaf.peers
  let prefix = ''
  const [member] = peers
  if (member === undefined) return prefix
  for (let bit = 0; bit < depth; bit += 1) prefix += hasBit(member.kadId, bit) ? '1' : '0'
  return prefix
}

/** The leaf that an id falls into. */
export function leafOfTrie(root: TrieNode, id: Uint8Array): TrieNode {
  let node = root
  for (let depth = 0; node.left !== undefined && node.right !== undefined; depth += 1) {
    node = hasBit(id, depth) ? node.right : node.left
  }
  return node
}

/** The contacts nearest to an id, nearest first: `count` of them, or else as many as usual. */
export function closestInTrie(
  root: TrieNode,
  id: Uint8Array,
  { count, exclude = [] }: ClosestOptions = {},
  usual = Infinity,
): PeerId[] {
  const most = count ?? usual
  const closest: PeerId[] = []
  // All contacts on the id's side of a fork are nearer to it than those on the other.
  const visit = (node: TrieNode, depth: number): void => {
    if (closest.length >= most) return
    if (node.left !== undefined && node.right !== undefined) {
      const right = hasBit(id, depth)
      visit(right ? node.right : node.left, depth + 1)
      visit(right ? node.left : node.right, depth + 1)
      return
    }
    const byDistance = (a: TrieContact, b: TrieContact): number => compare(id, a.kadId, b.kadId)
    for (const { peerId } of [...(node.peers ?? [])].sort(byDistance)) {
      if (closest.length >= most) return
      if (!exclude.some((other) => other.equals(peerId))) closest.push(peerId)
    }
  }
  visit(root, 0)
  return closest
}

function hasBit(id: Uint8Array, index: number): boolean {
  return (((id[index >> 3] ?? 0) >> (7 - (index & 7))) & 1) === 1
}

/** Negative when `a` is nearer to `id` than `b` is. */
function compare(id: Uint8Array, a: Uint8Array, b: Uint8Array): number {
  for (let index = 0; index < id.length; index += 1) {
    const at = id[index] ?? 0
    const difference = ((a[index] ?? 0) ^ at) - ((b[index] ?? 0) ^ at)
    if (difference !== 0) return difference
  }
  return 0
}
