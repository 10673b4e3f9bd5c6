// The Network picture as plain data: where each peer, wire, name and target stands on the ring.

import type { PeerName } from '../../src/kad/kad-id.ts'
import { huePosition, shortHex } from '../../src/kad/nickname.ts'
import { livePeers, wires, type Wire } from '../../src/world/selectors.ts'
import type { Peer, World } from '../../src/world/world.ts'
import { hueOf } from './identity.ts'
import type { Label } from './labels.ts'
import type { NetworkFrame, ScenePeer, Target, Tick } from './network-frame.ts'
import { freeTicks, networkLabels } from './network-labels.ts'
import { relaysOf } from './relays.ts'
import { pointAt, rowsOnRing } from './ring.ts'

/** More wires than these are not drawn at once: only those of the peers in focus. */
export const MOST_WIRES = 500

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
  const labels = networkLabels(peers, frame, radius)
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
    ticks: freeTicks(labels, radius, frame.text),
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
