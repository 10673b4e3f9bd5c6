// The tree of prefixes as a picture: branches, peers in columns under them, each half a tinted field.

import type { KadId, PeerName } from '../../src/kad/kad-id.ts'
import { hasPrefix, prefixSpan } from '../../src/kad/prefix.ts'
import { livePeers } from '../../src/world/selectors.ts'
import type { World } from '../../src/world/world.ts'
import { hueOf } from './identity.ts'
import type { Point } from './ring.ts'
import { halvesOf, partWords, type Half, type Viewpoint } from './space.ts'
import { trieKey, trieRail, type TrieKey, type TrieRail } from './trie-key.ts'
import { leavesOf, nodesOf, trieNodes, type TrieNode } from './trie-nodes.ts'
import {
  branchPath,
  mostLeaves,
  triePlaces,
  type TriePlaces,
  type TrieSize,
} from './trie-places.ts'

/** A branch from a node to one of its halves. */
export interface TrieBranch {
  readonly prefix: string
  readonly path: string
  readonly lit: boolean
  /** Whether the key lies under it. */
  readonly toKey: boolean
  readonly empty: boolean
  /** The bit that it stands for, and where it is written; only where there is room. */
  readonly bit: (Point & { readonly text: string }) | undefined
}

/** A peer in its column. */
export interface TriePeer extends Point {
  readonly peer: PeerName
  readonly hue: number
  readonly known: boolean
  readonly own: boolean
  /** Written under it where there is room. */
  readonly name: string | undefined
}

/** A half of what is left towards the viewpoint: the subtree beside its path. */
export interface TrieField {
  readonly half: Half
  readonly hue: number
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** Written at its foot, as far as it fits. */
  readonly words: readonly string[]
}

/** The picture in pixels, its origin at the top left. */
export interface TriePicture {
  readonly branches: readonly TrieBranch[]
  readonly peers: readonly TriePeer[]
  readonly fields: readonly TrieField[]
  /** The space under the leaves, and the key on it. */
  readonly rail: TrieRail
  readonly key: TrieKey
  readonly dot: number
  /** Where the first line of the fields' words stands. */
  readonly words: number
}

/** Draws the tree as seen from a viewpoint. */
export function triePicture(
  world: World,
  viewpoint: Viewpoint,
  key: KadId,
  size: TrieSize,
): TriePicture {
  const peers = livePeers(world).sort((a, b) => (a.kadId < b.kadId ? -1 : 1))
  const root = trieNodes(peers, viewpoint.kadId, { scale: size.scale, most: mostLeaves(size) })
  const places = triePlaces(root, size)
  const at = (prefix: string): Point => places.at.get(prefix) ?? { x: 0, y: 0 }
  const nodes = nodesOf(root)
  const rail = trieRail(root, places, size.scale)
  return {
    branches: nodes.flatMap((node) =>
      node.children.map((child) => branchOf(node, child, { at, key, text: size.text })),
    ),
    peers: leavesOf(root).flatMap((leaf) =>
      leaf.peers.map(({ peerId, kadId, name }, index) => ({
        x: at(leaf.prefix).x,
        y: at(leaf.prefix).y + (index + 0.6) * places.pitch,
        peer: peerId,
        hue: hueOf(kadId),
        known: viewpoint.contacts?.has(peerId) ?? false,
        own: peerId === viewpoint.peerId,
        name: places.named ? name : undefined,
      })),
    ),
    fields: halvesOf(world, viewpoint, size.scale).flatMap((half) => {
      const node = nodes.find(({ prefix }) => prefix === half.prefix)
      return node === undefined ? [] : [fieldOf(half, node, places, size)]
    }),
    rail,
    key: trieKey(root, places, { id: key, rail }),
    dot: Math.min(places.pitch, places.slot, 13) * 0.42,
    words: places.words,
  }
}

function branchOf(
  parent: TrieNode,
  child: TrieNode,
  { at, key, text }: { at: (prefix: string) => Point; key: KadId; text: number },
): TrieBranch {
  const a = at(parent.prefix)
  const b = at(child.prefix)
  const middle = (a.y + b.y) / 2
  const roomy = Math.abs(b.x - a.x) > text * 1.4 && b.y - a.y > text * 1.4
  return {
    prefix: child.prefix,
    path: branchPath(a, b),
    lit: child.lit,
    toKey: hasPrefix(key, child.prefix),
    empty: child.peers.length === 0,
    bit: roomy
      ? {
          x: (a.x + b.x) / 2,
          y: middle - text * 0.5,
          text: child.prefix.slice(-1),
        }
      : undefined,
  }
}

function fieldOf(half: Half, node: TrieNode, places: TriePlaces, size: TrieSize): TrieField {
  const xs = leavesOf(node).map(({ prefix }) => places.at.get(prefix)?.x ?? 0)
  const left = Math.min(...xs) - places.slot / 2 + 1
  const width = Math.max(...xs) + places.slot / 2 - 1 - left
  const top = (places.at.get(node.prefix)?.y ?? 0) - Math.min(places.level * 0.3, size.text)
  const { start, share } = prefixSpan(half.prefix)
  const words = [
    partWords(half.sharedBits, size.scale),
    half.contacts.length === 0 && half.peers.length === 0
      ? 'nobody'
      : `${half.contacts.length.toString()} of ${half.peers.length.toString()}`,
  ]
  const fits = (line: string): boolean => line.length * size.text * 0.58 < width
  return {
    half,
    hue: (start + share / 2) * 360,
    left,
    top,
    width,
    height: places.foot - top,
    words: words.every(fits) ? words : [],
  }
}
