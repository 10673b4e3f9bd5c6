// The key under the tree of prefixes: where it hangs, and which id is at a place under the leaves.

import type { KadId } from '../../src/kad/kad-id.ts'
import { hasPrefix, prefixSpan } from '../../src/kad/prefix.ts'
import { idAtTurn } from './key-place.ts'
import { turnOfId, type Scale } from './magnifier.ts'
import type { Point } from './ring.ts'
import { leavesOf, nodesOf, type TrieNode } from './trie-nodes.ts'
import { branchPath, type TriePlaces } from './trie-places.ts'

/** The key, where it hangs on the rail. */
export interface TrieKey extends Point {
  /** The prefix of the deepest node that it lies under. */
  readonly prefix: string
  /** From that node down to the rail. */
  readonly path: string
}

/** The part of the rail under one leaf. */
export interface RailPart {
  readonly prefix: string
  readonly hue: number
  /** Pixels from the left edge of the picture. */
  readonly left: number
  readonly width: number
}

/**
 * The id space laid out under the leaves. Each leaf has the same width, however many ids it
 * stands for; halves where nobody is have no leaf, and all their ids lie between two.
 */
export interface TrieRail {
  readonly parts: readonly RailPart[]
  /** Pixels from the left edge at which an id lies. */
  readonly xOf: (id: KadId) => number
  /** The id at so many pixels from the left edge; beyond the ends, the first or the last. */
  readonly idAt: (x: number) => KadId
}

/** The last place within a leaf, as a share of it: its end belongs to the next one. */
const LAST = 1 - 1e-6

/** Lays the rail under a tree. */
export function trieRail(root: TrieNode, { at, slot }: TriePlaces, scale: Scale): TrieRail {
  const spans = leavesOf(root).map(({ prefix }) => ({
    prefix,
    ...prefixSpan(prefix),
    left: (at.get(prefix)?.x ?? 0) - slot / 2,
  }))
  return {
    parts: spans.map(({ prefix, start, share, left }) => ({
      prefix,
      hue: (start + share / 2) * 360,
      left,
      width: slot,
    })),
    xOf(id) {
      const turn = turnOfId(id, scale)
      const span = spans.find(({ start, share }) => turn < start + share)
      if (span === undefined) return (spans.at(-1)?.left ?? 0) + slot
      return span.left + Math.max(0, (turn - span.start) / span.share) * slot
    },
    idAt(x) {
      const index = Math.floor((x - (spans[0]?.left ?? 0)) / slot)
      const span = spans[Math.max(0, Math.min(spans.length - 1, index))]
      if (span === undefined) return idAtTurn(0, scale)
      const within = Math.max(0, Math.min(LAST, (x - span.left) / slot))
      return idAtTurn(span.start + within * span.share, scale)
    },
  }
}

/** Hangs the key under the deepest node on its way. */
export function trieKey(
  root: TrieNode,
  places: TriePlaces,
  { id, rail }: { readonly id: KadId; readonly rail: TrieRail },
): TrieKey {
  const { prefix } = nodesOf(root)
    .filter((node) => hasPrefix(id, node.prefix))
    .reduce((best, node) => (node.prefix.length > best.prefix.length ? node : best), root)
  const end = { x: rail.xOf(id), y: places.rail }
  return { ...end, prefix, path: branchPath(places.at.get(prefix) ?? end, end) }
}
