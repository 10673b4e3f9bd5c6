// What is written round the ring of the Network, and which quarters are named.

import { overlap, type Bounds } from './label-boxes.ts'
import { placeLabels, type Label, type LabelWish } from './labels.ts'
import type {
  MapGround,
  NetworkFrame,
  SceneGroup,
  ScenePeer,
  PlacedTarget,
  Tick,
} from './network-frame.ts'
import { boundsOf, middleOf, rimOf } from './network-rim.ts'
import { pointAt, type Point } from './ring.ts'

/** What names are written to, and what is written already. */
export interface LabelledNodes {
  readonly peers: readonly ScenePeer[]
  readonly groups: readonly SceneGroup[]
  readonly targets: readonly PlacedTarget[]
  readonly ground: MapGround
}

/** The names beside peers and groups, by node, and beside targets, by kad id, as many as fit. */
export function networkLabels(
  { peers, groups, targets, ground }: LabelledNodes,
  frame: NetworkFrame,
): Label[] {
  const onRing = (frame.arrangement?.layout ?? 'ring') === 'ring'
  return placeLabels(
    [
      ...targets.map((target) => targetWish(target, frame.text, onRing)),
      // On the map the fields have their names already.
      ...(ground.names.length > 0 ? [] : groups.map((group) => groupWish(group, frame, onRing))),
      ...peers.map((peer) => wishOf(peer, frame, onRing, peers.length)),
    ],
    boundsOf(frame),
    [
      ...rimOf(frame, groups.length > 0),
      ...middleOf(frame),
      ...ground.names.map((name) => ({ id: 'ground', box: nameBox(name, frame.text) })),
      ...peers.map((peer) => ({ id: peer.peerId, box: boxOf(peer) })),
      ...groups.map((group) => ({ id: group.node, box: boxOf(group) })),
    ],
  )
}

/** What is written beside a group. */
export function groupWords({ group }: SceneGroup): string {
  return `${group.digit}…`
}

/** How far the mark of a target reaches to each side, in pixels. */
export const TARGET_REACH = 24

/** The quarters whose text is in the way of no name and of no target's mark. */
export function freeTicks(
  labels: readonly Label[],
  targets: readonly Point[],
  radius: number,
  text: number,
): Tick[] {
  const marks = targets.map((target) => boxOf({ ...target, radius: TARGET_REACH }))
  const taken = [...labels.map(({ box }) => box), ...marks]
  return TICKS.filter((tick) => {
    const box = tickBox(tick, radius, text)
    return !taken.some((other) => overlap(other, box))
  })
}

function groupWish(group: SceneGroup, { text }: NetworkFrame, onRing: boolean): LabelWish {
  return {
    id: group.node,
    at: group,
    turns: onRing ? bothSides(group.turn) : BESIDE,
    width: groupWords(group).length * text * 0.6,
    height: text * 1.35,
    offset: group.radius + text * 0.75,
    weight: 3,
    must: false,
  }
}

/** Off the ring a name stands to the right of its peer, to the left, above or below. */
const BESIDE = [0.25, 0.75, 0, 0.5] as const

/** Outside of the ring, or inside. */
function bothSides(turn: number): readonly [number, number] {
  return [turn, turn + 0.5]
}

function wishOf(
  peer: ScenePeer,
  { text, middle }: NetworkFrame,
  onRing: boolean,
  count: number,
): LabelWish {
  const weight = peer.own ? 4 : peer.selected ? 3 : peer.relay ? 2 : 0
  const inside = weight > 0 || count <= 16
  const words = peer.name.length + (peer.own ? 4 : 0) + 5
  return {
    id: peer.peerId,
    at: peer,
    turns: onRing ? (inside ? bothSides(peer.turn) : [peer.turn]) : BESIDE,
    width: words * text * 0.58,
    height: text * 1.35,
    // Signs of faults are drawn round peers.
    offset: peer.radius + Math.max(9, text * 0.6),
    weight,
    // While the ring is empty there are few, and little room within it.
    must: peer.own || peer.selected || middle !== undefined,
  }
}

function nameBox({ x, y, text: words }: Point & { readonly text: string }, text: number): Bounds {
  const right = x + words.length * text * 0.62
  return { left: x, right, top: y - text * 0.7, bottom: y + text * 0.7 }
}

function boxOf({ x, y, radius }: Point & { readonly radius: number }): Bounds {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }
}

function targetWish(target: PlacedTarget, text: number, onRing: boolean): LabelWish {
  const { kadId, text: words } = target
  return {
    id: kadId,
    at: target,
    turns: onRing ? bothSides(target.turn) : BESIDE,
    width: words.length * text * 0.62,
    height: text * 1.35,
    offset: text * 2.6,
    weight: 5,
    must: false,
  }
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
