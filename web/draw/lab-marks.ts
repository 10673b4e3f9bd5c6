// Faults in the Network picture: a sign at each peer that is hit, and where the network is cut.

import type { FaultType } from '../../src/event/schema.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Fault, World } from '../../src/world/world.ts'
import type { Stroke } from './lab-cut.ts'
import { cutLine } from './lab-cuts.ts'
import { gravesOf } from './lab-graves.ts'
import { markedWires } from './lab-wires.ts'
import type { NetworkLayout, SceneGroup } from './network-frame.ts'
import type { NetworkScene } from './network-scene.ts'
import type { Point } from './ring.ts'

/** What a sign stands for: a fault, a peer that attacks, or one that attackers name. */
export type SignType = FaultType | 'attack' | 'accomplice'

/** The form of a sign: an SVG path round the origin that fits 10 units each way, and its dashes. */
export interface Sign {
  readonly path: string
  readonly dash: readonly number[]
}

const TRIANGLE = 'M0-10L9 6.5H-9Z'
const CIRCLE = 'M0-7.5A7.5 7.5 0 1 1-.01-7.5'

/** The signs; told apart by form, as colour belongs to ids. */
export const FAULT_SIGNS: Readonly<Record<SignType, Sign>> = {
  crash: { path: 'M-5-5L5 5M5-5L-5 5', dash: [] },
  latency: { path: `${CIRCLE}M0-4V0L3.5 2`, dash: [] },
  loss: { path: CIRCLE, dash: [0.1, 3.4] },
  partition: { path: 'M-2.5-6.5A7 7 0 0 0-2.5 6.5M2.5-6.5A7 7 0 0 1 2.5 6.5M0-9V9', dash: [] },
  block: { path: `${CIRCLE}M-5.3 5.3L5.3-5.3`, dash: [] },
  attack: { path: TRIANGLE, dash: [] },
  accomplice: { path: TRIANGLE, dash: [1.2, 3.2] },
}

/** A sign to draw. */
export interface PlacedSign extends Point {
  readonly type: SignType
  /** Whom it is about: several where one group stands for them. */
  readonly peers: readonly PeerName[]
  /** How far it reaches from its middle, in pixels. */
  readonly reach: number
}

/** What of the faults is drawn over a scene. */
export interface LabMarks {
  readonly signs: readonly PlacedSign[]
  /** Lines that no wire crosses, and wires that faults are on. */
  readonly cuts: readonly Stroke[]
}

export const NO_MARKS: LabMarks = { signs: [], cuts: [] }

/** A fault of more peers than these is told in words only: the picture would be all signs. */
const MOST_SIGNS = 24

/** A side of a partition that lies mixed with the other may be larger: nothing else tells of it. */
const MOST_OF_A_SIDE = 150

/** Who crashed is not in the picture, so there is room for more signs, small ones. */
const MOST_CRASHES = 400

/** Who attacks. */
export interface Attackers {
  readonly attackers: readonly PeerName[]
  /** Those that they name. */
  readonly accomplices: readonly PeerName[]
}

export const NO_ATTACKERS: Attackers = { attackers: [], accomplices: [] }

/** The marks of all faults in force, and of attackers. */
export function labMarks(
  scene: NetworkScene,
  world: Pick<World, 'faults' | 'peers'>,
  { attackers, accomplices }: Attackers = NO_ATTACKERS,
): LabMarks {
  const faults = [...world.faults.values()]
  if (faults.length === 0 && attackers.length === 0) return NO_MARKS
  const marks = faults.map((fault) => marksOf(scene, world, fault))
  const signs = [
    ...marks.flatMap((one) => one.signs),
    ...signsAt(scene, 'attack', attackers),
    ...signsAt(scene, 'accomplice', accomplices),
  ]
  return { signs: besideEachOther(signs, scene), cuts: marks.flatMap(({ cuts }) => cuts) }
}

function marksOf(scene: NetworkScene, world: Pick<World, 'peers'>, fault: Fault): LabMarks {
  const { type, peers } = fault
  switch (type) {
    case 'crash': {
      if (peers.length > MOST_CRASHES) return NO_MARKS
      const reach = peers.length > MOST_SIGNS ? 4 : 6
      const graves = gravesOf(scene, world, peers)
      const signs = graves.map(({ peer, x, y }) => ({ x, y, type, reach, peers: [peer] }))
      return { signs, cuts: [] }
    }
    case 'partition': {
      const line = cutLine(scene, world, fault)
      if (line !== undefined) return { signs: [], cuts: [line] }
      const told = peers.length <= MOST_OF_A_SIDE
      return { signs: told ? signsAt(scene, type, peers) : [], cuts: [] }
    }
    case 'latency':
    case 'loss':
    case 'block':
      if (fault.between) return marksOnWires(scene, fault)
      return { signs: peers.length > MOST_SIGNS ? [] : signsAt(scene, type, peers), cuts: [] }
  }
}

function marksOnWires(scene: NetworkScene, { type, peers }: Fault): LabMarks {
  const wires = markedWires(scene, peers)
  if (wires.length > MOST_SIGNS) return NO_MARKS
  const signs = wires.map((wire) => ({ ...wire.middle, type, reach: 8, peers: wire.peers }))
  return { signs, cuts: wires }
}

/** The corners of a triangle reach farther than a circle of the same size. */
function formOf(type: SignType): 'triangle' | 'circle' {
  return type === 'attack' || type === 'accomplice' ? 'triangle' : 'circle'
}

/** Pixels between the rim of a peer and that of its sign: the peer's name begins 9 away. */
const ROUND_PEER = { triangle: 4, circle: 6 } as const

/** How far the middle of a sign is from the rim of its group, as a share of its reach. */
const FROM_GROUP = { triangle: 1.5, circle: 1.1 } as const

/** Pixels that a sign at the rim of a group reaches at least. */
const AT_RIM = 7

/** Pixels that it is at least to the right of the number in the middle. */
const BESIDE_NUMBER = 15

/** One sign for each node of the picture, however many peers it stands for. */
function signsAt(
  { everyone, peers, closed, layout }: NetworkScene,
  type: SignType,
  names: readonly PeerName[],
): PlacedSign[] {
  const wanted = new Set(names)
  const placeOf = ({ x, y }: Point): string => `${x.toString()} ${y.toString()}`
  const radii = new Map(peers.map((peer) => [placeOf(peer), peer.radius]))
  const groups = new Map(closed.map((group) => [placeOf(group), group]))
  const signs = new Map<string, PlacedSign>()
  for (const { peerId, x, y } of everyone) {
    if (!wanted.has(peerId)) continue
    const place = placeOf({ x, y })
    const hit = [...(signs.get(place)?.peers ?? []), peerId]
    const group = groups.get(place)
    // A group has its number in the middle.
    if (group === undefined) {
      const reach = (radii.get(place) ?? 6) + ROUND_PEER[formOf(type)]
      signs.set(place, { x, y, type, reach, peers: hit })
    } else {
      const reach = Math.max(AT_RIM, group.radius * 0.45)
      const rim = atRim(group, layout, reach * FROM_GROUP[formOf(type)])
      signs.set(place, { ...rim, type, reach, peers: hit })
    }
  }
  return [...signs.values()]
}

/** Where a group's sign stands: on the ring towards its middle, as the names are outside of it. */
function atRim({ x, y, radius }: SceneGroup, layout: NetworkLayout, away: number): Point {
  if (layout !== 'ring') {
    return { x: x + Math.max(radius + away * 0.3, BESIDE_NUMBER), y: y - radius * 0.75 }
  }
  const inward = 1 - (radius + away) / Math.max(1, Math.hypot(x, y))
  return { x: x * inward, y: y * inward }
}

/**
 * Several faults of one group or wire have their signs below each other, on the ring one further
 * inside than the other; round one peer they are drawn into each other.
 */
function besideEachOther(
  signs: readonly PlacedSign[],
  { layout, peers }: NetworkScene,
): PlacedSign[] {
  const taken = new Map<string, number>()
  return signs.map((sign) => {
    if (peers.some(({ x, y }) => x === sign.x && y === sign.y)) return sign
    const place = `${sign.x.toFixed(2)} ${sign.y.toFixed(2)}`
    const before = taken.get(place) ?? 0
    taken.set(place, before + 1)
    if (before === 0) return sign
    const step = before * sign.reach * 2.1
    if (layout !== 'ring') return { ...sign, y: sign.y + step }
    const inward = 1 - step / Math.max(1, Math.hypot(sign.x, sign.y))
    return { ...sign, x: sign.x * inward, y: sign.y * inward }
  })
}
