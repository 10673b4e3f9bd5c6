// The names beside the compass: those that are looked at always, of the others as many as fit.

import type { PeerName } from '../../src/kad/kad-id.ts'
import type { World } from '../../src/world/world.ts'
import type { Compass } from './compass.ts'
import { identify } from './identity.ts'
import type { Bounds } from './label-boxes.ts'
import { placeLabels, type Label } from './labels.ts'
import { MOST_SINGLE } from './prefix-groups.ts'

/** A name to write. */
export interface CompassLabel {
  readonly id: string
  readonly name: string
  readonly short: string
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle' | 'end'
  /** Whether it is one of those that are looked at. */
  readonly strong: boolean
  readonly leader: Label['leader']
}

/** Pixels of the frame round the k closest. */
const FRAME = 3

/** Of so few peers all names are written, aslant if need be. */
const FEW = 16

/** Pixels between a name and the edge of the picture. */
const EDGE = 4

/** Who gives way last. */
const WEIGHTS = { closest: 2, known: 1, other: 0 } as const

const ANCHORS = { left: 'end', right: 'start', middle: 'middle' } as const

/** Places the names round a compass in a box of so many pixels. */
export function compassLabels(
  world: World,
  compass: Compass,
  room: {
    readonly width: number
    readonly height: number
    readonly text: number
    /** Whose names are always written. */
    readonly marked: readonly PeerName[]
    /** The k closest to the key: their names go before those of the viewpoint's contacts. */
    readonly closest: ReadonlySet<PeerName>
    /** What no name may lie on. */
    readonly rim: readonly Bounds[]
  },
): CompassLabel[] {
  const { width, height, text, marked, closest, rim } = room
  const few = compass.peers.length <= FEW
  const named =
    compass.peers.length <= MOST_SINGLE
      ? compass.peers
      : // Hardly one of the others would fit, and to find it out takes long.
        compass.peers.filter(
          ({ peer, known }) => known || closest.has(peer) || marked.includes(peer),
        )
  const wishes = named.map((peer) => ({
    id: peer.peer,
    at: peer,
    turns: few
      ? ([peer.turn, peer.turn - 0.125, peer.turn + 0.125] as const)
      : ([peer.turn] as const),
    width: (identify(world, peer.peer).name.length + 5) * text * 0.6,
    height: text * 1.35,
    offset: (peer.own ? compass.ownDot : compass.dot) + text * 0.6 + 2,
    weight: WEIGHTS[closest.has(peer.peer) ? 'closest' : peer.known ? 'known' : 'other'],
    must: marked.includes(peer.peer),
  }))
  const [right, bottom] = [width / 2 - EDGE, height / 2 - EDGE]
  const bounds = { left: -right, right, top: -bottom, bottom }
  const obstacles = compass.peers.map(({ peer, x, y, own }) => {
    const framed = closest.has(peer) ? FRAME : 0
    const radius = (own ? compass.ownDot : compass.dot) + framed
    return {
      id: peer,
      box: { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius },
    }
  })
  const pictured = [...rim, ...stripsOf(compass.radius)]
  const inTheWay = [...pictured.map((box) => ({ id: 'picture', box })), ...obstacles]
  return placeLabels(wishes, bounds, inTheWay).map(({ id, x, y, side, leader }) => {
    const { name, short } = identify(world, id as PeerName)
    const strong = marked.includes(id as PeerName)
    return { id, name, short, x, y, anchor: ANCHORS[side], strong, leader }
  })
}

/** Strips that a disc is cut into. */
const STRIPS = 12

/** The inside of the ring as boxes. */
function stripsOf(radius: number): Bounds[] {
  const height = (2 * radius) / STRIPS
  return Array.from({ length: STRIPS }, (_, strip) => {
    const top = -radius + strip * height
    const reach = Math.sqrt(radius ** 2 - Math.min(top ** 2, (top + height) ** 2))
    return { left: -reach, right: reach, top, bottom: top + height }
  })
}
