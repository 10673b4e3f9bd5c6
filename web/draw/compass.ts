// The XOR compass: the ring of ids, and inside it one arc for each half of what is left towards a viewpoint.

import type { PeerName } from '../../src/kad/kad-id.ts'
import { prefixSpan } from '../../src/kad/prefix.ts'
import { livePeers } from '../../src/world/selectors.ts'
import type { World } from '../../src/world/world.ts'
import { hueOf } from './identity.ts'
import { turnOfId, type Scale } from './magnifier.ts'
import { arcLine, dotGrowth, pointAt, rowsOnRing, sectorPath, type Point } from './ring.ts'
import { halvesOf, type Half, type Viewpoint } from './space.ts'

/** One half of what is left, as an arc. It is drawn as if it began at the top and then turned. */
export interface CompassArc {
  readonly half: Half
  readonly hue: number
  /** Where it begins, as a share of a turn. */
  readonly turn: number
  readonly path: string
  /** The line that the words run along, where the arc really is; undefined where they do not fit. */
  readonly line: string | undefined
}

/** A contact of the viewpoint's table, at its id on the arc of its bucket. */
export interface CompassContact extends Point {
  readonly peer: PeerName
  readonly hue: number
}

/** A peer outside the ring. */
export interface CompassPeer extends Point {
  readonly peer: PeerName
  readonly turn: number
  readonly hue: number
  readonly known: boolean
  readonly own: boolean
}

/** The picture; its centre is the origin, units are pixels. */
export interface Compass {
  readonly radius: number
  readonly arcs: readonly CompassArc[]
  readonly contacts: readonly CompassContact[]
  readonly peers: readonly CompassPeer[]
  /** Where the viewpoint lies on the ring, and how far from the middle the line to it begins. */
  readonly turn: number
  readonly inner: number
  /** Radius of a peer's dot, and of the viewpoint's own, in pixels. */
  readonly dot: number
  readonly ownDot: number
}

/** What the picture is made for. */
export interface CompassSize {
  /** Radius of the ring, in pixels. */
  readonly radius: number
  /** Pixels of the small text size. */
  readonly text: number
  readonly scale: Scale
}

/** How much narrower each arc is than the one outside it: the outer ones have words on them. */
const NARROWER = 0.82

/** Pixels of an arc's outer edge that its contacts take up. */
const RIM = 3

/** More arcs than these would not be seen. */
const MOST_ARCS = 9

/** Draws the space as seen from a viewpoint. */
export function compassOf(world: World, viewpoint: Viewpoint, size: CompassSize): Compass {
  const { radius, text, scale } = size
  const halves = halvesOf(world, viewpoint, scale).slice(0, MOST_ARCS)
  // Under the magnifier the numbers of the places stand between the ring and the arcs.
  const outer = radius - text * (scale === 'six' ? 2 : 1.1)
  const sum = (1 - NARROWER ** halves.length) / (1 - NARROWER)
  const step = Math.min((outer * 0.92) / sum, text * 4)
  const outerOf = (bits: number): number => outer - (step * (1 - NARROWER ** bits)) / (1 - NARROWER)
  const dot = dotOf(world, text) * dotGrowth(radius, text)
  return {
    radius,
    arcs: halves.map((half) =>
      arcOf(half, {
        outer: outerOf(half.sharedBits),
        thickness: step * NARROWER ** half.sharedBits * 0.72,
        text,
      }),
    ),
    contacts: halves.flatMap(({ sharedBits, contacts }) =>
      contacts.map(({ peerId, kadId }) => ({
        // On the outer edge: the words are written inside of it.
        ...pointAt(turnOfId(kadId, scale), outerOf(sharedBits)),
        peer: peerId,
        hue: hueOf(kadId),
      })),
    ),
    peers: peersRound(world, viewpoint, size, dot),
    turn: turnOfId(viewpoint.kadId, scale),
    inner: Math.max(0, outerOf(halves.length)),
    dot,
    ownDot: dot + 3.5,
  }
}

/** Dots grow with the type, as on a projector. */
function dotOf(world: World, text: number): number {
  const count = livePeers(world).length
  return ((count <= 24 ? 5.5 : count <= 90 ? 5 : 3.25) * text) / 12
}

function peersRound(
  world: World,
  viewpoint: Viewpoint,
  size: CompassSize,
  dot: number,
): CompassPeer[] {
  const { radius, text, scale } = size
  const peers = livePeers(world)
  const turns = peers.map(({ kadId }) => turnOfId(kadId, scale))
  const rows = rowsOnRing(turns, (dot * 2.2) / (2 * Math.PI * radius), scale === 'six' ? 8 : 3)
  return peers.map(({ peerId, kadId }, index) => ({
    ...pointAt(turns[index] ?? 0, radius + text + (rows[index] ?? 0) * dot * 2.3),
    peer: peerId,
    turn: turns[index] ?? 0,
    hue: hueOf(kadId),
    known: viewpoint.contacts?.has(peerId) ?? false,
    own: peerId === viewpoint.peerId,
  }))
}

function arcOf(
  half: Half,
  { outer, thickness, text }: { outer: number; thickness: number; text: number },
): CompassArc {
  const { start, share } = prefixSpan(half.prefix)
  const inner = outer - thickness
  const gap = Math.min(0.0015, share / 8)
  const along = share * 2 * Math.PI * (inner + thickness / 2)
  // Capitals are about so high, and what hangs under the line needs as much again as a quarter.
  const margin = thickness - RIM - text * 0.8
  return {
    half,
    hue: (start + share / 2) * 360,
    turn: start,
    path: sectorPath(gap, share - gap, inner, outer),
    line:
      along > half.words.length * text * 0.6 && margin >= 0
        ? arcLine(start, start + share, inner + margin / 2, text * 0.8)
        : undefined,
  }
}
