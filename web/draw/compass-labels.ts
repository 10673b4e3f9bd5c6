// The names beside the compass: those that matter first, then as many as fit.

import type { PeerName } from '../../src/kad/kad-id.ts'
import type { World } from '../../src/world/world.ts'
import { DOT, OWN_DOT, type Compass } from './compass.ts'
import { identify } from './identity.ts'
import { placeLabels } from './labels.ts'

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
  },
): CompassLabel[] {
  const { width, height, text, marked } = room
  const wishes = compass.peers.map((peer) => ({
    id: peer.peer,
    at: peer,
    turn: peer.turn,
    width: (identify(world, peer.peer).name.length + 5) * text * 0.6,
    height: text * 1.35,
    offset: (peer.own ? OWN_DOT : DOT) + text * 0.6,
    weight: marked.includes(peer.peer) ? 2 : 0,
    inside: false,
  }))
  const bounds = { left: -width / 2, right: width / 2, top: -height / 2, bottom: height / 2 }
  const obstacles = compass.peers.map(({ peer, x, y, own }) => {
    const radius = own ? OWN_DOT : DOT
    return {
      id: peer,
      box: { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius },
    }
  })
  return placeLabels(wishes, bounds, obstacles).map(({ id, x, y, side }) => {
    const { name, short } = identify(world, id as PeerName)
    const strong = marked.includes(id as PeerName)
    return { id, name, short, x, y, anchor: ANCHORS[side], strong }
  })
}
