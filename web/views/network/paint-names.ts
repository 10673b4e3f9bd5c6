// What is written beside the peers, and the mark where a key lies.

import type { PeerName } from '../../../src/kad/kad-id.ts'
import type { Palette } from '../../draw/canvas.ts'
import type { Label } from '../../draw/labels.ts'
import type { ScenePeer } from '../../draw/network-frame.ts'
import { groupWords, TARGET_REACH } from '../../draw/network-labels.ts'
import type { NetworkScene } from '../../draw/network-scene.ts'
import type { Point } from '../../draw/ring.ts'
import { paintPlate } from './paint-places.ts'

/** Paints the names that fit: the name in ink, what is beside it quiet. */
export function paintNames(
  context: CanvasRenderingContext2D,
  scene: NetworkScene,
  palette: Palette,
  text: number,
): void {
  const peers = new Map<PeerName, ScenePeer>(scene.peers.map((peer) => [peer.peerId, peer]))
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  for (const label of scene.labels) {
    const peer = peers.get(label.id as PeerName)
    const parts =
      peer !== undefined
        ? partsOf(peer, palette, text)
        : [
            {
              words: wordsOf(scene, label.id),
              font: `600 ${px(text)} ${palette.mono}`,
              quiet: false,
            },
          ]
    paintParts(context, label, parts, palette)
  }
  paintCounts(context, scene, palette, text)
  for (const target of scene.targets) paintTarget(context, target, palette)
}

/** Paints into each group how many peers it stands for. */
function paintCounts(
  context: CanvasRenderingContext2D,
  scene: NetworkScene,
  palette: Palette,
  text: number,
): void {
  context.font = `${px(text)} ${palette.sans}`
  context.textAlign = 'center'
  for (const { group, x, y, radius } of scene.closed) {
    // Messages that arrive do not hide the number.
    context.fillStyle = palette.ground
    context.beginPath()
    context.arc(x, y, radius - 3, 0, 2 * Math.PI)
    context.fill()
    context.fillStyle = palette.ink
    context.fillText(group.members.length.toString(), x, y)
  }
  context.textAlign = 'left'
}

function wordsOf(scene: NetworkScene, id: string): string {
  const group = scene.closed.find(({ node }) => node === id)
  if (group !== undefined) return groupWords(group)
  return scene.targets.find(({ kadId }) => kadId === id)?.text ?? ''
}

interface Part {
  readonly words: string
  readonly font: string
  readonly quiet: boolean
}

function partsOf(peer: ScenePeer, palette: Palette, text: number): Part[] {
  const strong = peer.own || peer.selected
  return [
    { words: peer.name, font: `${strong ? '600 ' : ''}${px(text)} ${palette.sans}`, quiet: false },
    ...(peer.own ? [{ words: ' you', font: `${px(text)} ${palette.sans}`, quiet: true }] : []),
    { words: ` ${peer.short}`, font: `${px(text * 0.94)} ${palette.mono}`, quiet: true },
  ]
}

function paintParts(
  context: CanvasRenderingContext2D,
  label: Label,
  parts: readonly Part[],
  palette: Palette,
): void {
  const widths = parts.map(({ words, font }) => {
    context.font = font
    return context.measureText(words).width
  })
  const width = widths.reduce((sum, one) => sum + one, 0)
  let x = label.side === 'right' ? label.x : label.x - width / (label.side === 'left' ? 1 : 2)
  if (label.leader !== undefined) paintLeader(context, label.leader, palette)
  paintPlate(context, { ...label.box, left: x, right: x + width }, palette)
  for (const [index, { words, font, quiet }] of parts.entries()) {
    context.font = font
    context.fillStyle = quiet ? palette.quiet : palette.ink
    context.fillText(words, x, label.y)
    x += widths[index] ?? 0
  }
}

function paintLeader(
  context: CanvasRenderingContext2D,
  { from, to }: NonNullable<Label['leader']>,
  palette: Palette,
): void {
  context.strokeStyle = palette.quiet
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(from.x, from.y)
  context.lineTo(to.x, to.y)
  context.stroke()
}

/** Paints cross hairs where an id lies. */
function paintTarget(context: CanvasRenderingContext2D, { x, y }: Point, palette: Palette): void {
  context.strokeStyle = palette.ink
  context.lineWidth = 1.5
  context.beginPath()
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    context.moveTo(x + dx * 14, y + dy * 14)
    context.lineTo(x + dx * TARGET_REACH, y + dy * TARGET_REACH)
  }
  context.stroke()
}

function px(size: number): string {
  return `${size.toFixed(2)}px`
}
