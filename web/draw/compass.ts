// The XOR compass: the ring of ids, and inside it one arc for each half of what is left towards a viewpoint.

import type { KadId, PeerName } from '../../src/kad/kad-id.ts'
import { bucketIndex, commonPrefixLength } from '../../src/kad/metric.ts'
import { huePosition } from '../../src/kad/nickname.ts'
import { prefixOf, prefixSpan, siblingOf } from '../../src/kad/prefix.ts'
import { livePeers } from '../../src/world/selectors.ts'
import type { Contact, World } from '../../src/world/world.ts'
import { countOf } from './format.ts'
import { hueOf } from './identity.ts'
import { arcLine, pointAt, rowsOnRing, sectorPath, type Point } from './ring.ts'

/** From where distance is measured: a peer with its table, or a key, which has none. */
export interface Viewpoint {
  readonly kadId: KadId
  readonly peerId: PeerName | undefined
  readonly contacts: ReadonlyMap<PeerName, Contact> | undefined
  /** Bucket size; 0 when unknown. */
  readonly k: number
}

/** The ids that share exactly so many bits with the viewpoint: half of what is left. */
export interface CompassArc {
  readonly sharedBits: number
  readonly prefix: string
  readonly hue: number
  readonly path: string
  /** The line that the words run along; undefined where they do not fit. */
  readonly line: string | undefined
  readonly words: string
  readonly known: number
  readonly inReach: number
  /** The table's contacts on it, at their ids. */
  readonly contacts: readonly (Point & { readonly peer: PeerName; readonly hue: number })[]
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
  readonly peers: readonly CompassPeer[]
  /** Where the viewpoint lies on the ring, and the end of the line that points to the middle. */
  readonly from: Point
  readonly to: Point
}

/** Radius of a peer's dot, in pixels. */
export const DOT = 5

/** Radius of the viewpoint's own dot, in pixels. */
export const OWN_DOT = 8.5

/** Arcs narrower than this would not be seen. */
const MOST_ARCS = 9

/** Draws the space as seen from a viewpoint, in a ring of `radius` pixels. */
export function compassOf(
  world: World,
  viewpoint: Viewpoint,
  { radius, text }: { readonly radius: number; readonly text: number },
): Compass {
  const peers = livePeers(world)
  const others = peers.filter((peer) => peer.kadId !== viewpoint.kadId)
  const shared = others.map((peer) => commonPrefixLength(peer.kadId, viewpoint.kadId))
  const depth = Math.min(MOST_ARCS, Math.max(3, Math.max(-1, ...shared) + 2))
  const step = Math.min(radius / (depth + 1.2), text * 4)
  const turn = huePosition(viewpoint.kadId)
  const rows = rowsOnRing(
    peers.map((peer) => huePosition(peer.kadId)),
    (DOT * 2.2) / (2 * Math.PI * radius),
  )
  return {
    radius,
    arcs: Array.from({ length: depth }, (_, sharedBits) => {
      const outer = radius - text * 1.1 - sharedBits * step
      const inReach = shared.filter((bits) => bits === sharedBits).length
      return arcOf(viewpoint, { sharedBits, outer, inner: outer - step * 0.72, inReach, text })
    }),
    peers: peers.map((peer, index) => ({
      ...pointAt(huePosition(peer.kadId), radius + text + (rows[index] ?? 0) * DOT * 2.3),
      peer: peer.peerId,
      turn: huePosition(peer.kadId),
      hue: hueOf(peer.kadId),
      known: viewpoint.contacts?.has(peer.peerId) ?? false,
      own: peer.peerId === viewpoint.peerId,
    })),
    from: pointAt(turn, radius),
    to: pointAt(turn, Math.max(0, radius - text * 1.1 - depth * step)),
  }
}

interface ArcPlace {
  readonly sharedBits: number
  readonly inner: number
  readonly outer: number
  readonly inReach: number
  readonly text: number
}

function arcOf(viewpoint: Viewpoint, place: ArcPlace): CompassArc {
  const { sharedBits, inner, outer, inReach, text } = place
  const prefix = siblingOf(prefixOf(viewpoint.kadId, sharedBits + 1))
  const { start, share } = prefixSpan(prefix)
  const gap = Math.min(0.0015, share / 8)
  const middle = (inner + outer) / 2
  const contacts = [...(viewpoint.contacts?.values() ?? [])].filter(
    (contact) => 255 - bucketIndex(viewpoint.kadId, contact.kadId) === sharedBits,
  )
  const words = wordsOf(viewpoint, { sharedBits, known: contacts.length, inReach })
  const room = share * 2 * Math.PI * middle
  return {
    sharedBits,
    prefix,
    hue: (start + share / 2) * 360,
    path: sectorPath(start + gap, start + share - gap, inner, outer),
    line:
      room > words.length * text * 0.6
        ? arcLine(start, start + share, inner + text * 0.35, text * 0.8)
        : undefined,
    words,
    known: contacts.length,
    inReach,
    contacts: contacts.map((contact) => ({
      ...pointAt(huePosition(contact.kadId), outer - text * 0.55),
      peer: contact.peerId,
      hue: hueOf(contact.kadId),
    })),
  }
}

function wordsOf(
  viewpoint: Viewpoint,
  { sharedBits, known, inReach }: { sharedBits: number; known: number; inReach: number },
): string {
  const part = sharedBits === 0 ? 'half of all ids' : `1/${(2 ** (sharedBits + 1)).toString()}`
  if (inReach === 0) return `${part} · nobody there`
  const peers = countOf(inReach, 'peer')
  return viewpoint.contacts === undefined
    ? `${part} · ${peers}`
    : `${part} · knows ${known.toString()} of ${peers}`
}
