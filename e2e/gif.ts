// Makes an animation of screenshots: few colours, and of each picture only what has changed.

import gifenc from 'gifenc'
import { PNG } from 'pngjs'

/** A screenshot and how long it stands, in milliseconds. */
export interface Shot {
  readonly png: Buffer
  readonly ms: number
}

/** Colours of the animation, one of them for what has not changed. */
const COLOURS = 128

const { GIFEncoder, applyPalette, quantize } = gifenc

/** The shots as a GIF that plays again and again. All must have the same size. */
export function gifOf(shots: readonly Shot[]): Uint8Array {
  const pictures = shots.map(({ png }) => PNG.sync.read(png))
  const [first] = pictures
  if (first === undefined) throw new RangeError('shots must have at least one picture')
  const { width, height } = first
  const palette = quantize(sampled(pictures.map(({ data }) => data)), COLOURS - 1)
  const unchanged = palette.length
  const colours = [...palette, [0, 0, 0]]
  const gif = GIFEncoder()
  let before: Uint8Array | undefined
  pictures.forEach(({ data }, index) => {
    const indices = applyPalette(new Uint8Array(data), palette)
    const shown = before === undefined ? indices : changed(indices, before, unchanged)
    gif.writeFrame(shown, width, height, {
      ...(before === undefined ? { palette: colours, repeat: 0 } : {}),
      delay: shots[index]?.ms ?? 100,
      transparent: true,
      transparentIndex: unchanged,
      dispose: 1,
    })
    before = indices
  })
  gif.finish()
  return gif.bytes()
}

/** The picture with `unchanged` wherever it is as the one before. */
function changed(now: Uint8Array, before: Uint8Array, unchanged: number): Uint8Array {
  return now.map((colour, index) => (colour === before[index] ? unchanged : colour))
}

/** Pixels of a few of the pictures, from which the colours are chosen. */
function sampled(pictures: readonly Uint8Array[]): Uint8Array {
  const every = Math.max(1, Math.floor(pictures.length / 4))
  const some = pictures.filter((_, index) => index % every === 0)
  const all = new Uint8Array(some.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const picture of some) {
    all.set(picture, at)
    at += picture.length
  }
  return all
}
