// The messages on their wires, painted each frame over cytoscape's picture.

import type { Palette } from '../../draw/canvas.ts'
import { peerColour, withAlpha, type Tone } from '../../draw/colour.ts'
import { hueOf } from '../../draw/identity.ts'
import type { SeenMessage } from '../../draw/messages.ts'
import type { NetworkScene } from '../../draw/network-scene.ts'
import type { Point } from '../../draw/ring.ts'
import type { Lookup } from '../../../src/world/world.ts'

/** Where peers are seen and groups stand, by peer id and by node. */
export type Places = ReadonlyMap<string, Point>

/** Looks the places of a scene up. */
export function placesOf(scene: NetworkScene): Places {
  const places = new Map<string, Point>(scene.closed.map((group) => [group.node, group]))
  for (const peer of scene.everyone) places.set(peer.peerId, peer)
  return places
}

/** Paints the way of a lookup so far: a line to each peer that was asked, in the target's hue. */
export function paintWay(
  context: CanvasRenderingContext2D,
  lookup: Lookup,
  places: Places,
  { tone, at }: { tone: Tone; at: number },
): void {
  const colour = peerColour(hueOf(lookup.target), tone)
  context.lineWidth = 1.75
  for (const message of lookup.messages) {
    const a = places.get(message.from)
    const b = places.get(message.to)
    if (a === undefined || b === undefined || message.sentAt > at) continue
    context.strokeStyle = withAlpha(colour, message.state === 'failed' ? 0.25 : 0.7)
    context.setLineDash(message.state === 'failed' ? [3, 5] : [])
    context.beginPath()
    context.moveTo(a.x, a.y)
    context.lineTo(b.x, b.y)
    context.stroke()
  }
  context.setLineDash([])
}

/** Paints one message: a dot asks, a ring answers, a square is a copy, a cross has failed. */
export function paintMessage(
  context: CanvasRenderingContext2D,
  seen: SeenMessage,
  places: Places,
  palette: Palette,
): void {
  const a = places.get(seen.message.from)
  const b = places.get(seen.message.to)
  if (a === undefined || b === undefined) return
  // Both ends are in one closed group: there is no way between them to be seen on.
  if (a.x === b.x && a.y === b.y) return
  const at = { x: a.x + (b.x - a.x) * seen.along, y: a.y + (b.y - a.y) * seen.along }
  context.globalAlpha = seen.loud ? 1 : 0.6
  context.fillStyle = seen.loud ? palette.ink : palette.quiet
  context.strokeStyle = context.fillStyle
  if (seen.loud) paintHalo(context, at)
  paintShape(context, seen, at, seen.loud ? 4.5 : 2.25)
  context.globalAlpha = 1
}

function paintHalo(context: CanvasRenderingContext2D, at: Point): void {
  context.globalAlpha = 0.14
  context.beginPath()
  context.arc(at.x, at.y, 11, 0, 2 * Math.PI)
  context.fill()
  context.globalAlpha = 1
}

function paintShape(
  context: CanvasRenderingContext2D,
  { leg, message }: SeenMessage,
  { x, y }: Point,
  size: number,
): void {
  const copy =
    message.type === 'PUT_VALUE' ? leg === 'request' : leg === 'answer' && message.hasRecord
  context.lineWidth = Math.max(1, size / 2.5)
  context.beginPath()
  if (leg === 'failure') {
    context.moveTo(x - size, y - size)
    context.lineTo(x + size, y + size)
    context.moveTo(x + size, y - size)
    context.lineTo(x - size, y + size)
    context.stroke()
  } else if (copy) {
    context.fillRect(x - size, y - size, size * 2, size * 2)
  } else {
    context.arc(x, y, size, 0, 2 * Math.PI)
    if (leg === 'answer') context.stroke()
    else context.fill()
  }
}
