// What lies under the map by prefix: the lines that halve it and the first digits of its fields.

import type { Palette } from '../../draw/canvas.ts'
import { peerColour, type Tone } from '../../draw/colour.ts'
import type { MapGround } from '../../draw/network-frame.ts'

/** What the ground is painted with. */
export interface GroundStyle {
  readonly palette: Palette
  readonly tone: Tone
  /** Pixels of the small text size. */
  readonly text: number
}

/** Paints the fields of the map: the sooner a line halves, the stronger it is. */
export function paintMap(
  context: CanvasRenderingContext2D,
  { lines, names }: MapGround,
  { palette, tone, text }: GroundStyle,
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
  context.font = `${(text * 0.92).toString()}px ${palette.mono}`
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  for (const name of names) {
    context.fillStyle = peerColour(name.hue, tone)
    context.fillText(name.text, name.x, name.y)
  }
}
