// Paints the Lab's marks over the Network: signs at peers, and the lines that no wire crosses.

import type { Palette } from '../../draw/canvas.ts'
import { FAULT_SIGNS, type LabMarks } from '../../draw/lab-marks.ts'

/** Pixels from the middle to the rim of a sign as it is written down. */
const UNITS = 7.5

/** Paints marks onto a canvas whose origin is the ring's centre. */
export function paintMarks(
  context: CanvasRenderingContext2D,
  { signs, cuts }: LabMarks,
  palette: Palette,
): void {
  context.save()
  context.lineCap = 'round'
  for (const { from, to } of cuts) {
    context.setLineDash([7, 6])
    context.beginPath()
    context.moveTo(from.x, from.y)
    context.lineTo(to.x, to.y)
    strokeOnGround(context, palette, 1.5)
  }
  for (const { x, y, type, reach } of signs) {
    const { path, dash } = FAULT_SIGNS[type]
    const scale = reach / UNITS
    context.save()
    context.translate(x, y)
    context.scale(scale, scale)
    context.setLineDash([...dash])
    strokeOnGround(context, palette, 1.6 / scale, new Path2D(path))
    context.restore()
  }
  context.restore()
}

/** A line with a little of the ground around it, or it would be lost among the wires. */
function strokeOnGround(
  context: CanvasRenderingContext2D,
  { ground, ink }: Palette,
  width: number,
  path?: Path2D,
): void {
  for (const [colour, lineWidth] of [
    [ground, width * 3],
    [ink, width],
  ] as const) {
    context.strokeStyle = colour
    context.lineWidth = lineWidth
    if (path === undefined) context.stroke()
    else context.stroke(path)
  }
}
