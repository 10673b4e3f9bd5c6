// The Network picture as plain data: where each peer, group, wire, name and target stands.

import type { KadId, PeerName } from '../../src/kad/kad-id.ts'
import { huePosition, shortHex } from '../../src/kad/nickname.ts'
import { prefixRange } from '../../src/kad/prefix.ts'
import { livePeers } from '../../src/world/selectors.ts'
import type { Peer, World } from '../../src/world/world.ts'
import { hueOf } from './identity.ts'
import type { Label } from './labels.ts'
import {
  ON_THE_RING,
  type MapGround,
  type NetworkFrame,
  type NetworkLayout,
  type PlacedTarget,
  type SceneGroup,
  type ScenePeer,
  type Tick,
} from './network-frame.ts'
import { freeTicks, networkLabels } from './network-labels.ts'
import {
  mapGround,
  placesOfNodes,
  placesOfTargets,
  ringRadius,
  roomOf,
  turnOfPrefix,
  type Placeable,
} from './network-places.ts'
import { knowsOf, wiringOf, type Wiring } from './network-wires.ts'
import { groupNode, nodeOf, prefixGroups, type PrefixGroup } from './prefix-groups.ts'
import type { Field } from './prefix-map.ts'
import { relaysOf } from './relays.ts'
import { dotGrowth, type Point } from './ring.ts'

/** Everything of the picture that does not move. */
export interface NetworkScene extends Wiring {
  readonly layout: NetworkLayout
  readonly radius: number
  /** What is free of sentences and tools. */
  readonly room: Field
  /** The peers that are drawn one by one. */
  readonly peers: readonly ScenePeer[]
  /** All groups, open or not; none while there are few peers. */
  readonly groups: readonly PrefixGroup[]
  /** The closed ones, where they are drawn. */
  readonly closed: readonly SceneGroup[]
  /** Every live peer where it is seen: at itself, or at its group. */
  readonly everyone: readonly (Point & { readonly peerId: PeerName })[]
  /** Who has whom in the table, where that is asked for. */
  readonly knows: readonly { readonly from: PeerName; readonly to: PeerName }[]
  readonly targets: readonly PlacedTarget[]
  /** Names beside peers and groups, by node, and beside targets, by kad id. */
  readonly labels: readonly Label[]
  /** The quarters of the ring whose text is in nobody's way. */
  readonly ticks: readonly Tick[]
  readonly ground: MapGround
}

/** Lays the live peers of a World out. */
export function networkScene(world: World, frame: NetworkFrame): NetworkScene {
  const live = livePeers(world)
  const focus = frame.own === undefined ? frame.selected : [...frame.selected, frame.own]
  const { layout, opened } = frame.arrangement ?? ON_THE_RING
  const groups = prefixGroups(live, { opened, focus })
  const nodes = new Map(live.map((peer) => [peer.peerId, nodeOf(peer, groups)]))
  const relays = relaysOf(world)
  const single = live.filter((peer) => nodes.get(peer.peerId) === peer.peerId)
  const size = (single.length <= 24 ? 7 : single.length <= 90 ? 6 : 4.5) * scaleOf(frame)
  const shut = groups.filter(({ open }) => !open)
  const placeable = [
    ...single.map((peer) => placeablePeer(peer, frame, { size, relays })),
    ...shut.map((group) => placeableGroup(group, frame)),
  ]
  const points = placesOfNodes(placeable, frame)
  const at = new Map(placeable.map(({ node }, index) => [node, points[index] ?? ORIGIN]))
  const peers = single.map((peer, index) =>
    scenePeer(peer, frame, {
      ...(points[index] ?? ORIGIN),
      relay: relays.has(peer.peerId),
      radius: placeable[index]?.radius ?? size,
    }),
  )
  const closed = shut.map((group) =>
    sceneGroup(group, frame, at.get(groupNode(group.prefix)) ?? ORIGIN),
  )
  const radius = ringRadius(frame)
  const ground = mapGround(placeable, frame)
  const targets = placesOfTargets(placeable, frame)
  const labels = networkLabels({ peers, groups: closed, targets, ground }, frame)
  return {
    layout,
    radius,
    room: roomOf(placeable, frame),
    peers,
    groups,
    closed,
    everyone: live.map(({ peerId }) => ({
      peerId,
      ...(at.get(nodes.get(peerId) ?? peerId) ?? ORIGIN),
    })),
    ...wiringOf(world, frame, nodes),
    knows: frame.knows ? knowsOf(live, frame) : [],
    targets,
    labels,
    ticks: layout === 'ring' ? freeTicks(labels, targets, radius, frame.text) : [],
    ground,
  }
}

const ORIGIN: Point = { x: 0, y: 0 }

function placeablePeer(
  { peerId, kadId }: Peer,
  frame: NetworkFrame,
  { size, relays }: { size: number; relays: ReadonlySet<PeerName> },
): Placeable {
  const factor = peerId === frame.own ? 1.45 : relays.has(peerId) ? 1.3 : 1
  return {
    node: peerId,
    kadId,
    turn: huePosition(kadId),
    prefix: undefined,
    radius: size * factor,
  }
}

/** From this radius on the ring has room for groups of their full size; in sizes of the type. */
const ROOMY = 12.5

/** Dots grow with the type, as on a projector, and with the picture. */
function scaleOf(frame: NetworkFrame): number {
  return (frame.text / 12) * dotGrowth(ringRadius(frame), frame.text)
}

function placeableGroup({ prefix, members }: PrefixGroup, frame: NetworkFrame): Placeable {
  return {
    node: groupNode(prefix),
    kadId: prefixRange(prefix).first,
    turn: turnOfPrefix(prefix),
    prefix,
    // Its area tells how many there are.
    radius:
      (7 + 3 * Math.sqrt(members.length)) *
      scaleOf(frame) *
      Math.min(1, ringRadius(frame) / (ROOMY * frame.text)),
  }
}

function scenePeer(
  { peerId, kadId, name }: Peer,
  frame: NetworkFrame,
  drawn: Point & { relay: boolean; radius: number },
): ScenePeer {
  return {
    ...drawn,
    peerId,
    kadId,
    name,
    short: shortHex(kadId),
    turn: huePosition(kadId),
    hue: hueOf(kadId),
    own: peerId === frame.own,
    selected: frame.selected.includes(peerId),
  }
}

function sceneGroup(group: PrefixGroup, frame: NetworkFrame, at: Point): SceneGroup {
  const { node, turn, radius } = placeableGroup(group, frame)
  return { ...at, node, group, turn, hue: hueOf(middleId(group)), radius }
}

function middleId({ prefix }: PrefixGroup): KadId {
  return prefixRange(`${prefix}1`).first
}
