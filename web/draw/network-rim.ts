// What is written and offered round the Network picture, and how much room that takes from it.

import type { Bounds } from './label-boxes.ts'
import type { Obstacle } from './labels.ts'
import type { NetworkFrame } from './network-frame.ts'

/** Where names may be written. */
export function boundsOf({ width, height }: NetworkFrame): Bounds {
  const edge = 4
  return {
    left: edge - width / 2,
    right: width / 2 - edge,
    top: edge - height / 2,
    bottom: height / 2 - edge,
  }
}

/** What stands in the corners: the sentence, the legend, the choices, the Lab's tools. */
export function rimOf(frame: NetworkFrame, crowded: boolean): Obstacle[] {
  const { left, top, right, bottom } = boundsOf(frame)
  const { width, text } = frame
  if (isNarrow(frame)) return []
  const sentence = { left, top, right: Math.min(0, left + 36 * text) }
  return [
    { ...sentence, bottom: top + sentenceHeight(frame) },
    { left, top: bottom - legendHeight(frame, crowded), right: left + 18 * text, bottom },
    { left: right - 15 * text, top: bottom - 7 * text, right, bottom },
    // The Lab's tools, and under them the faults.
    { left: right - Math.min(14 * text, width / 2), top, right, bottom: top + TOOLS * text },
    {
      left: right - NOTE.width * text,
      top: top + TOOLS * text,
      right,
      bottom: top + notesHeight(frame),
    },
  ].map((box) => ({ id: 'rim', box }))
}

/** What stands in the middle of an empty ring: how far the tab has come, or how to get company. */
export function middleOf({ middle }: NetworkFrame): Obstacle[] {
  if (middle === undefined) return []
  const [x, y] = [middle.width / 2, middle.height / 2]
  return [{ id: 'middle', box: { left: -x, right: x, top: -y, bottom: y } }]
}

/** The height of the Lab's tools, and the size of a fault that is told under them, in text sizes. */
const TOOLS = 3.5
const NOTE = { height: 2.2, width: 25 }

/** How far the tools and the faults in the upper right corner reach down. */
function notesHeight({ notes = 0, text }: NetworkFrame): number {
  return notes === 0 ? 0 : (TOOLS + notes * NOTE.height) * text
}

/** How far it is from the middle of the picture to what is told in its upper right corner. */
export function cornerReach(frame: NetworkFrame): number {
  const { width, height, text } = frame
  if (isNarrow(frame) || notesHeight(frame) === 0) return Infinity
  return Math.hypot(Math.max(0, width / 2 - NOTE.width * text), height / 2 - notesHeight(frame))
}

/** Whether all that is said of the picture stands above and under it; the style agrees. */
export function isNarrow({ width, text }: NetworkFrame): boolean {
  return width < 45 * text
}

/** The height of the sentence in the upper left corner; where there is little room, tools stand above it. */
function sentenceHeight(frame: NetworkFrame): number {
  if (isNarrow(frame)) return frame.text
  return frame.text * (frame.width < 60 * frame.text ? 8 : 5)
}

/** How far down what stands above a picture that fills its room reaches. */
export function headHeight(frame: NetworkFrame): number {
  return isNarrow(frame) ? frame.text : Math.max(sentenceHeight(frame), notesHeight(frame))
}

/** The height of the legend in the lower left corner; with groups it has a button for each. */
export function legendHeight(frame: NetworkFrame, crowded: boolean): number {
  return isNarrow(frame) ? 0 : frame.text * (crowded ? 13 : 7.5)
}
