// Paints a recording's ring, wires, messages and peers on one canvas, without cytoscape.

import type { Palette } from '../draw/canvas.ts'
import { peerColour, type Tone } from '../draw/colour.ts'
import type { SeenMessage } from '../draw/messages.ts'
import type { NetworkScene } from '../draw/network-scene.ts'
import type { Lookup } from '../../src/world/world.ts'
import { paintRing } from '../views/network/paint-ground.ts'
import { paintMessage, paintWay, placesOf } from '../views/network/paint-messages.ts'
import { paintNames } from '../views/network/paint-names.ts'

/** What there is to paint. */
export interface Recorded {
  readonly scene: NetworkScene
  readonly messages: readonly SeenMessage[]
  /** Lookups whose way is drawn. */
  readonly ways: readonly Lookup[]
}

/** What it is painted with. */
export interface Brushes {
  readonly palette: Palette
  readonly tone: Tone
  /** Pixels of the small text size. */
  readonly text: number
}

/** Paints one frame; the origin is the ring's centre. */
export function paintRecording(
  context: CanvasRenderingContext2D,
  { scene, messages, ways }: Recorded,
  { palette, tone, text }: Brushes,
): void {
  paintRing(context, scene, { palette, tone, text })
  const places = placesOf(scene)
  // Wires are seen, and stay behind what moves on them; they grow with the type.
  context.strokeStyle = palette.edge
  context.globalAlpha = 0.6
  context.lineWidth = text / 12
  for (const { a, b, path } of scene.wires) {
    const [from, to] = [places.get(a), places.get(b)]
    if (from === undefined || to === undefined) continue
    context.setLineDash(path === 'relayed' ? [4, 4] : [])
    context.beginPath()
    context.moveTo(from.x, from.y)
    context.lineTo(to.x, to.y)
    context.stroke()
  }
  context.setLineDash([])
  context.globalAlpha = 1
  for (const way of ways) paintWay(context, way, places, { tone, at: Infinity })
  for (const peer of scene.peers) {
    context.fillStyle = peerColour(peer.hue, tone)
    context.beginPath()
    context.arc(peer.x, peer.y, peer.radius, 0, 2 * Math.PI)
    context.fill()
  }
  paintNames(context, scene, palette, text)
  for (const message of messages) paintMessage(context, message, places, palette)
}
