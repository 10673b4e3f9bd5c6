// Where the nodes of the tree of prefixes stand, and how much room leaves, levels and columns have.

import type { Scale } from './magnifier.ts'
import type { Point } from './ring.ts'
import { leavesOf, type TrieNode } from './trie-nodes.ts'

/** What the picture is made for. */
export interface TrieSize {
  readonly width: number
  readonly height: number
  /** Pixels of the small text size. */
  readonly text: number
  readonly scale: Scale
}

/** The least room of a leaf, and the most, in pixels. */
const SLOT = { least: 8.5, most: 120 }

/** From so many letters of the small text a leaf has room for a name. */
const NAMED = 9
const EDGE = 10

/** How many leaves there is room for. */
export function mostLeaves({ width }: TrieSize): number {
  return Math.floor((width - 2 * EDGE) / SLOT.least)
}

/** Where the nodes of a tree stand, and how far apart. */
export interface TriePlaces {
  readonly at: ReadonlyMap<string, Point>
  /** Pixels from leaf to leaf, from level to level, and from dot to dot in a column. */
  readonly slot: number
  readonly level: number
  readonly pitch: number
  /** Where the fields end, the rail of the key lies, and the words under it begin. */
  readonly foot: number
  readonly rail: number
  readonly words: number
  /** Whether leaves are so far apart that names stand under their peers. */
  readonly named: boolean
}

/** Spreads the leaves over the width, and the levels as far as the longest columns allow. */
export function triePlaces(root: TrieNode, { width, height, text }: TrieSize): TriePlaces {
  const leaves = leavesOf(root)
  const slot = Math.min(SLOT.most, (width - 2 * EDGE) / leaves.length)
  const left = (width - slot * leaves.length) / 2
  const top = text * 1.6
  const foot = height - text * 5
  const tallest = Math.max(1, ...leaves.map(({ peers }) => peers.length))
  const named = slot > NAMED * text && tallest <= 3
  const pitch = named
    ? text * 2.8
    : Math.max(3, Math.min(13, slot * 1.05, (foot - top) / 2 / tallest))
  // As far apart as the deepest leaves and the longest columns allow.
  const level = Math.min(
    ...leaves.map((leaf) => {
      const column = Math.max(1, leaf.peers.length) * pitch + pitch * 0.5
      return (foot - top - column) / Math.max(1, leaf.prefix.length)
    }),
  )
  const at = new Map<string, Point>()
  let next = 0
  const place = (node: TrieNode): number => {
    const xs = node.children.map(place)
    const x =
      xs.length === 0
        ? left + (next++ + 0.5) * slot
        : xs.reduce((sum, each) => sum + each, 0) / xs.length
    at.set(node.prefix, { x, y: top + node.prefix.length * level })
    return x
  }
  place(root)
  return { at, slot, level, pitch, foot, rail: foot + text, words: foot + text * 3, named }
}

/** The SVG path of a branch: it leaves one end and reaches the other upright. */
export function branchPath(from: Point, to: Point): string {
  const middle = (from.y + to.y) / 2
  return `M${pair(from.x, from.y)}C${pair(from.x, middle)} ${pair(to.x, middle)} ${pair(to.x, to.y)}`
}

function pair(x: number, y: number): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`
}
