// The names beside the compass: those that matter first, then as many as fit.

import type { PeerName } from '../../src/kad/kad-id.ts'
import type { World } from '../../src/world/world.ts'
import type { Compass } from './compass.ts'
import { identify } from './identity.ts'
import { placeLabels, type Bounds } from './labels.ts'

/** A name to write. */
export interface CompassLabel {
  readonly id: string
  readonly name: string
  readonly short: string
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle' | 'end'
  readonly strong: boolean
}

const ANCHORS = { left: 'end', right: 'start', middle: 'middle' } as const

/** Places the names round a compass in a box of so many pixels. */
export function compassLabels(
  world: World,
  compass: Compass,
  room: {
    readonly width: number
    readonly height: number
    readonly text: number
    readonly marked: readonly PeerName[]
    /** What no name may lie on. */
    readonly rim: readonly Bounds[]
  },
): CompassLabel[] {
  const { width, height, text, marked, rim } = room
  const wishes = compass.peers.map((peer) => ({
    id: peer.peer,
    at: peer,
    turn: peer.turn,
    width: (identify(world, peer.peer).name.length + 5) * text * 0.6,
    height: text * 1.35,
    offset: (peer.own ? compass.ownDot : compass.dot) + text * 0.6 + 2,
    weight: marked.includes(peer.peer) ? 2 : 0,
    inside: false,
  }))
  const bounds = { left: -width / 2, right: width / 2, top: -height / 2, bottom: height / 2 }
  const obstacles = compass.peers.map(({ peer, x, y, own }) => {
    const radius = own ? compass.ownDot : compass.dot
    return {
      id: peer,
      box: { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius },
    }
  })
  const inTheWay = [...rim.map((box) => ({ id: 'rim', box })), ...obstacles]
  return placeLabels(wishes, bounds, inTheWay).map(({ id, x, y, side }) => {
    const { name, short } = identify(world, id as PeerName)
    const strong = marked.includes(id as PeerName)
    return { id, name, short, x, y, anchor: ANCHORS[side], strong }
  })
}
