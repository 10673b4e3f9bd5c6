// What the places of the Network are called: the quarters of the ring, the fields of the map.

import type { Palette } from '../../draw/canvas.ts'
import { peerColour, type Tone } from '../../draw/colour.ts'
import type { Bounds } from '../../draw/label-boxes.ts'
import { tickInset } from '../../draw/network-labels.ts'
import type { NetworkScene } from '../../draw/network-scene.ts'
import { pointAt } from '../../draw/ring.ts'

/** What is painted with. */
export interface GroundStyle {
  readonly palette: Palette
  readonly tone: Tone
  /** Pixels of the small text size. */
  readonly text: number
}

/** How much of what lies under a name is hidden. */
const COVER = 0.82

/** Paints a plate of the ground's colour, so that lines do not run through what is written on it. */
export function paintPlate(
  context: CanvasRenderingContext2D,
  { left, top, right, bottom }: Bounds,
  { ground }: Palette,
): void {
  const reach = 2
  context.globalAlpha = COVER
  context.fillStyle = ground
  context.beginPath()
  context.roundRect(left - reach, top, right - left + 2 * reach, bottom - top, 4)
  context.fill()
  context.globalAlpha = 1
}

/** Paints the names of places, over the wires. */
export function paintPlaces(
  context: CanvasRenderingContext2D,
  scene: NetworkScene,
  { palette, tone, text }: GroundStyle,
): void {
  context.font = `${(text * 0.92).toFixed(2)}px ${palette.mono}`
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  for (const tick of scene.radius > text * 8 ? scene.ticks : []) {
    const { x, y } = pointAt(tick.turn, scene.radius - tickInset(text))
    const half = context.measureText(tick.text).width / 2
    const [left, right] = [x - half, x + half]
    paintPlate(context, { left, right, top: y - text * 0.6, bottom: y + text * 0.6 }, palette)
    context.fillStyle = palette.quiet
    context.fillText(tick.text, left, y)
  }
  // Without a plate: peers stand in the corners of their fields, too.
  context.strokeStyle = palette.ground
  context.lineWidth = 3
  context.lineJoin = 'round'
  for (const name of scene.ground.names) {
    context.strokeText(name.text, name.x, name.y)
    context.fillStyle = peerColour(name.hue, tone)
    context.fillText(name.text, name.x, name.y)
  }
}
