// Faults in the Network picture: a sign at each peer that is hit, and where the network is cut.

import type { FaultType } from '../../src/event/schema.ts'
import { huePosition } from '../../src/kad/nickname.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Fault, World } from '../../src/world/world.ts'
import type { NetworkScene } from './network-scene.ts'
import { pointAt, type Point } from './ring.ts'

/** What a sign stands for: a fault, or a peer that attacks. */
export type SignType = FaultType | 'attack'

/** The form of a sign: an SVG path round the origin that fits 10 units each way, and its dashes. */
export interface Sign {
  readonly path: string
  readonly dash: readonly number[]
}

const CIRCLE = 'M0-7.5A7.5 7.5 0 1 1-.01-7.5'

/** The signs; told apart by form, as colour belongs to ids. */
export const FAULT_SIGNS: Readonly<Record<SignType, Sign>> = {
  crash: { path: 'M-5-5L5 5M5-5L-5 5', dash: [] },
  latency: { path: `${CIRCLE}M0-4V0L3.5 2`, dash: [] },
  loss: { path: CIRCLE, dash: [0.1, 3.4] },
  partition: { path: 'M-2.5-6.5A7 7 0 0 0-2.5 6.5M2.5-6.5A7 7 0 0 1 2.5 6.5M0-9V9', dash: [] },
  block: { path: `${CIRCLE}M-5.3 5.3L5.3-5.3`, dash: [] },
  attack: { path: 'M0-10L9 6.5H-9Z', dash: [] },
}

/** A sign to draw. */
export interface PlacedSign extends Point {
  readonly type: SignType
  /** How far it reaches from its middle, in pixels. */
  readonly reach: number
}

/** What of the faults is drawn over a scene. */
export interface LabMarks {
  readonly signs: readonly PlacedSign[]
  /** Lines from one gap of the ring to another, that no wire crosses. */
  readonly cuts: readonly { readonly from: Point; readonly to: Point }[]
}

export const NO_MARKS: LabMarks = { signs: [], cuts: [] }

/** A fault of more peers than these is told in words only: the picture would be all signs. */
const MOST_SIGNS = 24

/** Who crashed is not in the picture, so there is room for more signs, small ones. */
const MOST_CRASHES = 400

/** The marks of all faults in force, and of attackers. */
export function labMarks(
  scene: NetworkScene,
  world: Pick<World, 'faults' | 'peers'>,
  attackers: readonly PeerName[] = [],
): LabMarks {
  const faults = [...world.faults.values()]
  if (faults.length === 0 && attackers.length === 0) return NO_MARKS
  const signs = [
    ...faults.flatMap((fault) => signsOf(scene, world, fault)),
    ...signsAt(scene, 'attack', attackers),
  ]
  const cuts = faults
    .filter(({ type }) => type === 'partition')
    .flatMap((fault) => cutsOf(scene, world, fault))
  return { signs, cuts }
}

function signsOf(
  scene: NetworkScene,
  world: Pick<World, 'peers'>,
  { type, peers }: Fault,
): PlacedSign[] {
  if (peers.length > (type === 'crash' ? MOST_CRASHES : MOST_SIGNS)) return []
  if (type === 'partition') return []
  if (type !== 'crash') return signsAt(scene, type, peers)
  const reach = peers.length > MOST_SIGNS ? 4 : 6
  // They are gone from the picture: the sign stands where they stood, if that is known.
  if (scene.layout !== 'ring') return []
  return peers.flatMap((name) => {
    const peer = world.peers.get(name)
    if (peer === undefined || peer.live) return []
    return [{ ...pointAt(huePosition(peer.kadId), scene.radius), type, reach }]
  })
}

function signsAt(
  { everyone, peers }: NetworkScene,
  type: SignType,
  names: readonly PeerName[],
): PlacedSign[] {
  const wanted = new Set(names)
  const radii = new Map(peers.map(({ peerId, radius }) => [peerId, radius]))
  return everyone
    .filter(({ peerId }) => wanted.has(peerId))
    .map(({ peerId, x, y }) => ({ x, y, type, reach: (radii.get(peerId) ?? 6) + 6 }))
}

/** The gaps between neighbours of different sides, joined where there are just two. */
function cutsOf(
  scene: NetworkScene,
  world: Pick<World, 'peers'>,
  { peers }: Fault,
): LabMarks['cuts'] {
  if (scene.layout !== 'ring') return []
  const side = new Set(peers)
  const round = [...world.peers.values()]
    .filter(({ live }) => live)
    .map(({ peerId, kadId }) => ({ inside: side.has(peerId), turn: huePosition(kadId) }))
    .sort((a, b) => a.turn - b.turn)
  const gaps = round.flatMap(({ inside, turn }, index) => {
    const next = round[(index + 1) % round.length]
    if (next === undefined || inside === next.inside) return []
    const beyond = next.turn < turn ? next.turn + 1 : next.turn
    return [pointAt((turn + beyond) / 2, scene.radius * 1.06)]
  })
  // Sides that lie mixed on the ring have no line between them.
  const [from, to] = gaps
  return gaps.length === 2 && from !== undefined && to !== undefined ? [{ from, to }] : []
}
