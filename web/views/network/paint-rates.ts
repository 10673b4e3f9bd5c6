// How busy wires are, painted under them.

import { busyLines } from '../../draw/busy-lines.ts'
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
  const { lines, alpha } = busyLines(rates, placesOf(scene))
  context.strokeStyle = palette.ink
  context.globalAlpha = alpha
  for (const { a, b, width } of lines) {
    context.lineWidth = width
    context.beginPath()
    context.moveTo(a.x, a.y)
    context.lineTo(b.x, b.y)
    context.stroke()
  }
  context.globalAlpha = 1
}
