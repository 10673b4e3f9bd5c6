// A cut through the Network: which peers lie on which side of a stroke across the picture.

import type { PeerName } from '../../src/kad/kad-id.ts'
import type { Point } from './ring.ts'

/** A straight stroke, from where it began to where it ended; it cuts as far as it would go on. */
export interface Stroke {
  readonly from: Point
  readonly to: Point
}

/** The two sides; neither is empty. */
export interface Sides {
  /** Those that are cut off. */
  readonly fewer: readonly PeerName[]
  readonly others: readonly PeerName[]
}

/** A stroke shorter than this says nothing; pixels. */
export const SHORTEST_STROKE = 24

/** Why a stroke cuts nothing, in a sentence; undefined when it does. */
export function refusalOf(
  { from, to }: Stroke,
  peers: readonly (Point & { readonly peerId: PeerName })[],
): string | undefined {
  if (Math.hypot(to.x - from.x, to.y - from.y) < SHORTEST_STROKE) {
    return 'That line is too short: draw it across the picture.'
  }
  if (peers.length === 0) return 'There is nobody to part yet.'
  return sidesOf({ from, to }, peers) === undefined
    ? 'All peers lie on one side of that line.'
    : undefined
}

/** Who lies on which side; undefined when the stroke is too short, or all lie on one side. */
export function sidesOf(
  { from, to }: Stroke,
  peers: readonly (Point & { readonly peerId: PeerName })[],
): Sides | undefined {
  if (Math.hypot(to.x - from.x, to.y - from.y) < SHORTEST_STROKE) return undefined
  const left: PeerName[] = []
  const right: PeerName[] = []
  for (const { peerId, x, y } of peers) {
    const side = (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x)
    if (side < 0) left.push(peerId)
    else right.push(peerId)
  }
  if (left.length === 0 || right.length === 0) return undefined
  return left.length <= right.length
    ? { fewer: left, others: right }
    : { fewer: right, others: left }
}

/** The stroke through the middle that cuts the ring of ids into its two halves by their first bit. */
export function halvingStroke(radius: number): Stroke {
  return { from: { x: 0, y: -radius }, to: { x: 0, y: radius } }
}

/** The same line, so long that it leaves a picture whose corners are within `reach` of it. */
export function prolonged({ from, to }: Stroke, reach: number): Stroke {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  if (length === 0) return { from, to }
  const x = ((to.x - from.x) / length) * reach
  const y = ((to.y - from.y) / length) * reach
  return { from: { x: from.x - x, y: from.y - y }, to: { x: to.x + x, y: to.y + y } }
}
