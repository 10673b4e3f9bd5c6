// What is written round the ring of the Network, and which quarters are named.

import { huePosition } from '../../src/kad/nickname.ts'
import {
  overlap,
  placeLabels,
  type Bounds,
  type Label,
  type LabelWish,
  type Obstacle,
} from './labels.ts'
import type { NetworkFrame, ScenePeer, Target, Tick } from './network-frame.ts'
import { pointAt } from './ring.ts'

/** The names beside peers, by peer id, and beside targets, by kad id, as many as fit. */
export function networkLabels(
  peers: readonly ScenePeer[],
  frame: NetworkFrame,
  radius: number,
): Label[] {
  return placeLabels(
    [
      ...frame.targets.map((target) => targetWish(target, frame, radius)),
      ...peers.map((peer) => wishOf(peer, frame, peers.length)),
    ],
    boundsOf(frame),
    [...rimOf(frame), ...peers.map((peer) => ({ id: peer.peerId, box: boxOf(peer) }))],
  )
}

/** The quarters whose text is in no name's way. */
export function freeTicks(labels: readonly Label[], radius: number, text: number): Tick[] {
  return TICKS.filter((tick) => {
    const box = tickBox(tick, radius, text)
    return !labels.some((label) => overlap(label.box, box))
  })
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
    { left, top, right: Math.min(0, left + 36 * text), bottom: top + 5 * text },
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
