// The Network picture as plain data: where each peer, wire, name and target stands on the ring.

import type { KadId, PeerName } from '../../src/kad/kad-id.ts'
import { huePosition, shortHex } from '../../src/kad/nickname.ts'
import { livePeers, wires, type Wire } from '../../src/world/selectors.ts'
import type { Peer, World } from '../../src/world/world.ts'
import { hueOf } from './identity.ts'
import {
  overlap,
  placeLabels,
  type Bounds,
  type Label,
  type LabelWish,
  type Obstacle,
} from './labels.ts'
import { relaysOf } from './relays.ts'
import { pointAt, rowsOnRing, type Point } from './ring.ts'

/** More wires than these are not drawn at once: only those of the peers in focus. */
export const MOST_WIRES = 500

/** A peer on the ring; the ring's centre is the origin, units are pixels. */
export interface ScenePeer extends Point {
  readonly peerId: PeerName
  readonly name: string
  readonly short: string
  readonly turn: number
  readonly hue: number
  readonly relay: boolean
  readonly own: boolean
  readonly selected: boolean
  readonly radius: number
}

/** Everything of the picture that does not move. */
export interface NetworkScene {
  readonly radius: number
  readonly peers: readonly ScenePeer[]
  readonly wires: readonly Wire[]
  /** Wires that there are; more than `wires` when only those in focus are drawn. */
  readonly wiresInAll: number
  /** Who has whom in the table, where that is asked for. */
  readonly knows: readonly { readonly from: PeerName; readonly to: PeerName }[]
  readonly targets: readonly Target[]
  /** Names beside peers, by peer id, and beside targets, by kad id. */
  readonly labels: readonly Label[]
  /** The quarters of the ring whose text is in nobody's way. */
  readonly ticks: readonly Tick[]
}

/** A place on the ring that is looked for. */
export interface Target {
  readonly kadId: KadId
  readonly text: string
}

/** What the picture is made for. */
export interface NetworkFrame {
  readonly width: number
  readonly height: number
  /** Pixels of the small text size. */
  readonly text: number
  readonly own: PeerName | undefined
  readonly selected: readonly PeerName[]
  readonly targets: readonly Target[]
  readonly knows: boolean
}

/** Lays the live peers of a World out on a ring. */
export function networkScene(world: World, frame: NetworkFrame): NetworkScene {
  const live = livePeers(world)
  const radius = ringRadius(frame)
  const size = live.length <= 24 ? 7 : live.length <= 90 ? 6 : 4.5
  const relays = relaysOf(world)
  const rows = rowsOnRing(
    live.map((peer) => huePosition(peer.kadId)),
    (size * 2.2) / (2 * Math.PI * radius),
  )
  const peers = live.map((peer, index) =>
    scenePeer(peer, frame, { radius, size, row: rows[index] ?? 0, relays }),
  )
  const labels = placeLabels(
    [
      ...frame.targets.map((target) => targetWish(target, frame, radius)),
      ...peers.map((peer) => wishOf(peer, frame, peers.length)),
    ],
    boundsOf(frame),
    [...rimOf(frame), ...peers.map((peer) => ({ id: peer.peerId, box: boxOf(peer) }))],
  )
  const all = wires(world)
  const focus = focusOf(frame)
  const inFocus = (wire: Wire): boolean => focus.includes(wire.a) || focus.includes(wire.b)
  return {
    radius,
    peers,
    wires: all.length > MOST_WIRES ? all.filter(inFocus).slice(0, MOST_WIRES) : all,
    wiresInAll: all.length,
    knows: frame.knows ? knowsOf(live, frame) : [],
    targets: frame.targets,
    labels,
    ticks: TICKS.filter(
      (tick) => !labels.some((label) => overlap(label.box, tickBox(tick, radius, frame.text))),
    ),
  }
}

/** The ring's radius: as large as the room for names beside it allows. */
export function ringRadius({ width, height, text }: NetworkFrame): number {
  const beside = width < 45 * text ? 2.5 * text : 13.5 * text
  return Math.max(40, Math.min(width / 2 - beside, height / 2 - 3.5 * text))
}

/** Whom a crowded picture is about: the selected peers, else the own one. */
export function focusOf({ selected, own }: NetworkFrame): readonly PeerName[] {
  if (selected.length > 0) return selected
  return own === undefined ? [] : [own]
}

function scenePeer(
  peer: Peer,
  frame: NetworkFrame,
  place: { radius: number; size: number; row: number; relays: ReadonlySet<PeerName> },
): ScenePeer {
  const own = peer.peerId === frame.own
  const relay = place.relays.has(peer.peerId)
  const turn = huePosition(peer.kadId)
  return {
    ...pointAt(turn, place.radius + place.row * place.size * 2.4),
    peerId: peer.peerId,
    name: peer.name,
    short: shortHex(peer.kadId),
    turn,
    hue: hueOf(peer.kadId),
    relay,
    own,
    selected: frame.selected.includes(peer.peerId),
    radius: place.size * (own ? 1.45 : relay ? 1.3 : 1),
  }
}

function knowsOf(live: readonly Peer[], frame: NetworkFrame): NetworkScene['knows'] {
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

function wishOf(peer: ScenePeer, { text }: NetworkFrame, count: number): LabelWish {
  const weight = peer.own ? 4 : peer.selected ? 3 : peer.relay ? 2 : 0
  const words = peer.name.length + (peer.own ? 4 : 0) + 5
  return {
    id: peer.peerId,
    at: peer,
    turn: peer.turn,
    width: words * text * 0.58,
    height: text * 1.35,
    offset: peer.radius + text * 0.6,
    weight,
    inside: weight > 0 || count <= 16,
  }
}

function boundsOf({ width, height }: NetworkFrame): Bounds {
  const edge = 4
  return {
    left: edge - width / 2,
    right: width / 2 - edge,
    top: edge - height / 2,
    bottom: height / 2 - edge,
  }
}

/** What stands in the corners: the sentence, the legend, the toggle. */
function rimOf(frame: NetworkFrame): Obstacle[] {
  const { left, top, right, bottom } = boundsOf(frame)
  const { text } = frame
  return [
    { left, top, right: Math.min(0, left + 36 * text), bottom: top + 4 * text },
    { left, top: bottom - 7 * text, right: left + 18 * text, bottom },
    { left: right - 14 * text, top: bottom - 4 * text, right, bottom },
  ].map((box) => ({ id: 'rim', box }))
}

function boxOf({ x, y, radius }: ScenePeer): Bounds {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }
}

function targetWish(
  { kadId, text: words }: Target,
  { text }: NetworkFrame,
  radius: number,
): LabelWish {
  const turn = huePosition(kadId)
  return {
    id: kadId,
    at: pointAt(turn, radius),
    turn,
    width: words.length * text * 0.62,
    height: text * 1.35,
    offset: text * 2.6,
    weight: 5,
    inside: true,
  }
}

/** A quarter of the ring, with the start of its first id. */
export interface Tick {
  readonly turn: number
  readonly text: string
}

const TICKS: readonly Tick[] = [
  { turn: 0, text: '0000' },
  { turn: 0.25, text: '4000' },
  { turn: 0.5, text: '8000' },
  { turn: 0.75, text: 'c000' },
]

/** How far inside the ring the middle of a quarter's text stands. */
export function tickInset(text: number): number {
  return text * 2.4
}

function tickBox({ turn }: Tick, radius: number, text: number): Bounds {
  const { x, y } = pointAt(turn, radius - tickInset(text))
  return { left: x - text * 2, right: x + text * 2, top: y - text, bottom: y + text }
}
