// What lies under the map by prefix: the lines that halve it.

import type { Palette } from '../../draw/canvas.ts'
import type { MapGround } from '../../draw/network-frame.ts'

/** Paints the lines of the map: the sooner one halves, the stronger it is. */
export function paintMap(
  context: CanvasRenderingContext2D,
  { lines }: MapGround,
  palette: Palette,
): void {
  context.strokeStyle = palette.quiet
  context.lineWidth = 1
  for (const { from, to, depth } of lines) {
    context.globalAlpha = Math.max(0.12, 0.5 - depth * 0.06)
    context.beginPath()
    context.moveTo(from.x, from.y)
    context.lineTo(to.x, to.y)
    context.stroke()
  }
  context.globalAlpha = 1
}
