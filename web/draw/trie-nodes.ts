// The id space halved again and again: the tree of prefixes over the live peers, folded where room is short.

import type { KadId } from '../../src/kad/kad-id.ts'
import { bitAt, hasPrefix } from '../../src/kad/prefix.ts'
import type { Peer } from '../../src/world/world.ts'
import { SIX, type Scale } from './magnifier.ts'

/** A node of the tree. Without children it is a leaf, and its peers hang from it in a column. */
export interface TrieNode {
  readonly prefix: string
  /** Whether the viewpoint's id begins with the prefix. */
  readonly lit: boolean
  /** The live peers under the prefix, in the order of their ids. */
  readonly peers: readonly Peer[]
  readonly children: readonly TrieNode[]
}

/** What decides how deep the tree goes. */
export interface TrieDepth {
  readonly scale: Scale
  /** Leaves that there is room for. */
  readonly most: number
}

/** Deeper than this two ids are not told apart. */
const DEEPEST = 24

/**
 * The tree over peers in the order of their ids. Beside the viewpoint's path, which is followed
 * until it is alone, a branch ends where one peer is left, or higher up when there is no room for
 * so many leaves. Of two halves an empty one is left out, but not beside the path.
 */
export function trieNodes(
  peers: readonly Peer[],
  viewpoint: KadId,
  { scale, most }: TrieDepth,
): TrieNode {
  if (scale === 'six') return nodeOf('', peers, { viewpoint, cut: SIX, whole: true })
  for (let cut = deepestCut(peers.length); cut > 1; cut -= 1) {
    const root = nodeOf('', peers, { viewpoint, cut, whole: false })
    if (leavesOf(root).length <= most) return root
  }
  return nodeOf('', peers, { viewpoint, cut: 1, whole: false })
}

/** A few levels below where so many peers are told apart on average: the few left share a leaf. */
function deepestCut(count: number): number {
  return Math.min(DEEPEST, Math.ceil(Math.log2(Math.max(2, count))) + 3)
}

/** The leaves under a node, in the order of the id space. */
export function leavesOf(node: TrieNode): TrieNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leavesOf)
}

/** A node and all under it. */
export function nodesOf(node: TrieNode): TrieNode[] {
  return [node, ...node.children.flatMap(nodesOf)]
}

interface Rules {
  readonly viewpoint: KadId
  /** Where branches beside the viewpoint's path end at the latest. */
  readonly cut: number
  /** Whether every branch goes down to the cut, also where nobody is. */
  readonly whole: boolean
}

function nodeOf(prefix: string, peers: readonly Peer[], rules: Rules): TrieNode {
  const lit = hasPrefix(rules.viewpoint, prefix)
  const node = { prefix, lit, peers, children: [] }
  if (isLeaf(node, rules)) return node
  const middle = peers.findIndex(({ kadId }) => bitAt(kadId, prefix.length) === 1)
  const split = middle === -1 ? peers.length : middle
  const children = [
    nodeOf(`${prefix}0`, peers.slice(0, split), rules),
    nodeOf(`${prefix}1`, peers.slice(split), rules),
  ]
  const shown = rules.whole || lit ? children : children.filter((child) => child.peers.length > 0)
  return { ...node, children: shown }
}

function isLeaf({ prefix, lit, peers }: Omit<TrieNode, 'children'>, rules: Rules): boolean {
  if (rules.whole) return prefix.length === rules.cut
  if (prefix.length >= DEEPEST) return true
  // The first halving is always shown, however few there are.
  if (lit) return prefix !== '' && peers.every(({ kadId }) => kadId === rules.viewpoint)
  return peers.length < 2 || prefix.length >= rules.cut
}
