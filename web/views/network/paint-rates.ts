// How busy wires are, painted under them.

import type { Palette } from '../../draw/canvas.ts'
import type { NetworkScene } from '../../draw/network-scene.ts'
import type { Rates } from '../../draw/wires.ts'
import { placesOf } from './paint-messages.ts'

/** Paints a line under each wire that is in use, broader with each doubling of its messages. */
export function paintRates(
  context: CanvasRenderingContext2D,
  scene: NetworkScene,
  rates: Rates,
  palette: Palette,
): void {
  const places = placesOf(scene)
  context.strokeStyle = palette.ink
  context.globalAlpha = 0.13
  for (const [from, sent] of rates) {
    const a = places.get(from)
    for (const [to, rate] of sent) {
      const b = places.get(to)
      if (a === undefined || b === undefined) continue
      context.lineWidth = 2 + Math.log2(1 + rate * 2)
      context.beginPath()
      context.moveTo(a.x, a.y)
      context.lineTo(b.x, b.y)
      context.stroke()
    }
  }
  context.globalAlpha = 1
}
