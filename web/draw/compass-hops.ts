// A lookup on the compass: a curve from who named a peer to that peer, into ever smaller arcs.

import type { PeerName } from '../../src/kad/kad-id.ts'

import type { Lookup, World } from '../../src/world/world.ts'
import { hueOf, identify } from './identity.ts'
import { turnOfId, type Scale } from './magnifier.ts'
import { bendTo, pointAt, type Point } from './ring.ts'

/** One curve. */
export interface Hop {
  readonly from: PeerName
  readonly to: PeerName
  readonly path: string
  readonly hue: number
  readonly failed: boolean
}

const CENTRE: Point = { x: 0, y: 0 }

/**
 * The hops of a lookup: each peer that was asked, from the one that had named it first; those that
 * the asker knew itself come from the asker.
 */
export function hopsOf(world: World, lookup: Lookup, radius: number, scale: Scale): Hop[] {
  const namedBy = new Map<PeerName, PeerName>()
  return lookup.messages.map((message) => {
    const from = namedBy.get(message.to) ?? lookup.by
    for (const peer of message.closer) {
      if (!namedBy.has(peer) && peer !== lookup.by) namedBy.set(peer, message.to)
    }
    const a = placeOf(world, from, radius, scale)
    const b = placeOf(world, message.to, radius, scale)
    const control = bendTo(CENTRE, a, b, 0.35)
    return {
      from,
      to: message.to,
      path: `M${text(a)}Q${text(control)} ${text(b)}`,
      hue: hueOf(identify(world, message.to).kadId),
      failed: message.state === 'failed',
    }
  })
}

function placeOf(world: World, peer: PeerName, radius: number, scale: Scale): Point {
  return pointAt(turnOfId(identify(world, peer).kadId, scale), radius)
}

function text({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`
}
