// What lies under the peers: the ring of hues with its quarters, and who knows whom.

import { peerColour, withAlpha, type Tone } from '../../draw/colour.ts'
import type { NetworkScene } from '../../draw/network-scene.ts'
import { bendTo, pointAt } from '../../draw/ring.ts'
import { paintMap } from './paint-map.ts'
import { placesOf } from './paint-messages.ts'
import type { GroundStyle } from './paint-places.ts'

const CENTRE = { x: 0, y: 0 }
/** Stops of the gradient. */
const HUES = 36

/** Paints the ring and its quarters, or what lies under another layout; the origin is the ring's centre. */
export function paintRing(
  context: CanvasRenderingContext2D,
  scene: NetworkScene,
  { palette, tone, text }: GroundStyle,
): void {
  const { radius } = scene
  if (scene.layout !== 'ring') {
    paintMap(context, scene.ground, palette)
    return
  }
  context.lineWidth = 2.5
  const hues = context.createConicGradient(-Math.PI / 2, 0, 0)
  for (let part = 0; part <= HUES; part += 1) {
    hues.addColorStop(part / HUES, withAlpha(peerColour((part / HUES) * 360, tone), 0.6))
  }
  context.strokeStyle = hues
  context.beginPath()
  context.arc(0, 0, radius, 0, 2 * Math.PI)
  context.stroke()
  context.strokeStyle = palette.quiet
  context.lineWidth = 1
  for (const tick of scene.ticks) {
    const a = pointAt(tick.turn, radius - text * 0.5)
    const b = pointAt(tick.turn, radius - text * 1.1)
    context.beginPath()
    context.moveTo(a.x, a.y)
    context.lineTo(b.x, b.y)
    context.stroke()
  }
}

/** Paints an arc in the knower's colour from each peer to those in its table. */
export function paintKnows(
  context: CanvasRenderingContext2D,
  scene: NetworkScene,
  tone: Tone,
): void {
  if (scene.knows.length === 0) return
  const places = placesOf(scene)
  const hues = new Map(scene.peers.map((peer) => [peer.peerId, peer.hue]))
  const alpha = Math.max(0.16, Math.min(0.6, 40 / scene.knows.length))
  context.lineWidth = 1.25
  for (const { from, to } of scene.knows) {
    const a = places.get(from)
    const b = places.get(to)
    if (a === undefined || b === undefined) continue
    // Each direction bends its own way, so that both are seen where two know each other.
    const control = bendTo(CENTRE, a, b, from < to ? 0.35 : 0.6)
    context.strokeStyle = withAlpha(peerColour(hues.get(from) ?? 0, tone), alpha)
    context.beginPath()
    context.moveTo(a.x, a.y)
    context.quadraticCurveTo(control.x, control.y, b.x, b.y)
    context.stroke()
  }
}
