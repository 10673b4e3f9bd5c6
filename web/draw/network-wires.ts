// Which lines the Network draws between its nodes, and which arcs of who knows whom.

import type { PeerName } from '../../src/kad/kad-id.ts'
import { wires, type Wire } from '../../src/world/selectors.ts'
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
  const all = wires(world)
  const drawn = linesOf(world, all, nodes)
  if (drawn.length <= MOST_WIRES) return { wires: drawn, wiresInAll: all.length }
  // What the groups among themselves have is little, and the rest is those in focus.
  const focus = focusOf(frame)
  const shown = drawn.filter(
    ({ a, b }) => isFocus(a, focus) || isFocus(b, focus) || (isGroup(a) && isGroup(b)),
  )
  return { wires: shown.slice(0, MOST_WIRES), wiresInAll: all.length }
}

/** All wires as lines between the nodes that stand for their ends; none within a group. */
export function linesOf(
  world: World,
  all: readonly Wire[],
  nodes: ReadonlyMap<PeerName, string>,
): SceneWire[] {
  // Tens of thousands of wires become a few hundred lines: little may be made for each wire.
  const lines = new Map<string, Map<string, Line>>()
  for (const wire of all) {
    const one = nodes.get(wire.a)
    const other = nodes.get(wire.b)
    if (one === undefined || other === undefined || one === other) continue
    const [a, b] = one < other ? [one, other] : [other, one]
    const fromA = lines.get(a) ?? new Map<string, Line>()
    lines.set(a, fromA)
    const known = fromA.get(b)
    if (known === undefined) fromA.set(b, { wire, path: wire.path, count: 1 })
    else {
      known.count += 1
      if (PATHS.indexOf(wire.path) < PATHS.indexOf(known.path)) known.path = wire.path
    }
  }
  return [...lines].flatMap(([a, fromA]) =>
    [...fromA].map(([b, { wire, path, count }]) => {
      const single = count === 1 && !isGroup(a) && !isGroup(b)
      return { a, b, path, count, dialer: single ? dialerOf(world, wire) : undefined }
    }),
  )
}

/** A line while wires are still added to it. */
interface Line {
  /** The first of them. */
  readonly wire: Wire
  path: Wire['path']
  count: number
}

/** The id of the line between two nodes. */
export function wireId(a: string, b: string): string {
  return `${a}-${b}`
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

/** From the best path to the worst. */
const PATHS = ['webrtc', 'websocket', 'virtual', 'relayed'] as const

function isGroup(node: string): boolean {
  return prefixOfNode(node) !== undefined
}

function isFocus(node: string, focus: readonly PeerName[]): boolean {
  return focus.some((peer) => peer === node)
}
