// Which lines the Network draws between its nodes, and which arcs of who knows whom.

import type { PeerName } from '../../src/kad/kad-id.ts'
import { livePeers } from '../../src/world/selectors.ts'
import { eachPair, PATHS } from '../../src/world/wire-pairs.ts'
import type { Peer, World } from '../../src/world/world.ts'
import type { NetworkFrame, SceneWire } from './network-frame.ts'
import { prefixOfNode } from './prefix-groups.ts'
import { dialerOf } from './wires.ts'

/** More lines than these are not drawn at once: only those of the peers in focus. */
export const MOST_WIRES = 500

/** The lines of a picture, and how many wires there are in all. */
export interface Wiring {
  readonly wires: readonly SceneWire[]
  readonly wiresInAll: number
}

/** Whom a crowded picture is about: the selected peers, else the own one. */
export function focusOf({ selected, own }: NetworkFrame): readonly PeerName[] {
  if (selected.length > 0) return selected
  return own === undefined ? [] : [own]
}

/** The wires between live peers, as lines between the nodes that stand for these. */
export function wiringOf(
  world: World,
  frame: NetworkFrame,
  nodes: ReadonlyMap<PeerName, string>,
): Wiring {
  const { lines, wiresInAll } = linesOf(livePeers(world), nodes)
  const focus = focusOf(frame)
  const shown =
    lines.length <= MOST_WIRES
      ? lines
      : // What the groups among themselves have is little, and the rest is those in focus.
        lines.filter(
          ({ a, b }) => isFocus(a, focus) || isFocus(b, focus) || (isGroup(a) && isGroup(b)),
        )
  return {
    wires: shown
      .slice(0, MOST_WIRES)
      .map((line) => ({ ...line, dialer: isSingle(line) ? dialerOf(world, line) : undefined })),
    wiresInAll,
  }
}

/** The wires between two nodes, as one line. */
export type Line = Omit<SceneWire, 'dialer'>

/** All wires of the live peers as lines between the nodes that stand for their ends; none within a group. */
export function linesOf(
  live: readonly Peer[],
  nodes: ReadonlyMap<PeerName, string>,
): { readonly lines: readonly Line[]; readonly wiresInAll: number } {
  const names = [...new Set(nodes.values())].sort()
  const numbers = new Map(names.map((name, number) => [name, number]))
  // Tens of thousands of wires become a few hundred lines: for each wire only numbers are looked up.
  const numberOf = live.map(({ peerId }) => numbers.get(nodes.get(peerId) ?? '') ?? -1)
  const lines = new Map<number, { -readonly [Key in keyof Line]: Line[Key] }>()
  let wiresInAll = 0
  eachPair(live, (low, high, path) => {
    wiresInAll += 1
    const one = numberOf[low] ?? -1
    const other = numberOf[high] ?? -1
    if (one === other || one < 0 || other < 0) return
    const [first, second] = one < other ? [one, other] : [other, one]
    const key = first * names.length + second
    const known = lines.get(key)
    if (known === undefined) {
      lines.set(key, { a: names[first] ?? '', b: names[second] ?? '', path, count: 1 })
      return
    }
    known.count += 1
    if (PATHS.indexOf(path) < PATHS.indexOf(known.path)) known.path = path
  })
  return { lines: [...lines.values()], wiresInAll }
}

/** The id of the line between two nodes. */
export function wireId(a: string, b: string): string {
  return `${a}-${b}`
}

/** The two nodes of a line by its id: no peer's id and no group's has a dash. */
export function endsOfWire(id: string): { readonly a: string; readonly b: string } {
  const [a = '', b = ''] = id.split('-')
  return { a, b }
}

/** Who has whom in the table, as far as it is drawn: of many arcs those of the peers in focus. */
export function knowsOf(
  live: readonly Peer[],
  frame: NetworkFrame,
): { from: PeerName; to: PeerName }[] {
  const alive = new Set(live.map((peer) => peer.peerId))
  const arcs = live.flatMap((peer) =>
    [...peer.contacts.keys()]
      .filter((to) => alive.has(to))
      .map((to) => ({ from: peer.peerId, to })),
  )
  if (arcs.length <= MOST_WIRES && frame.selected.length === 0) return arcs
  const focus = focusOf(frame)
  return arcs.filter((arc) => focus.includes(arc.from))
}

/** Whether a line is one wire between two peers, whose ids are then those of its nodes. */
function isSingle(line: Line): line is Line & { readonly a: PeerName; readonly b: PeerName } {
  return line.count === 1 && !isGroup(line.a) && !isGroup(line.b)
}

function isGroup(node: string): boolean {
  return prefixOfNode(node) !== undefined
}

function isFocus(node: string, focus: readonly PeerName[]): boolean {
  return focus.some((peer) => peer === node)
}
