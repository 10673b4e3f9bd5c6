// Colours in a terminal: the dot before a peer's name has the hue of its place in the id space.

import type { KadId } from '../src/kad/kad-id.ts'
import { huePosition } from '../src/kad/nickname.ts'

/** Lightness and chroma of the dots, in OKLCH: readable on dark and on light. */
const LIGHTNESS = 0.72
const CHROMA = 0.13

/** A `●` in the colour of an id, for terminals with 24-bit colour. */
export function colouredDot(id: KadId): string {
  const [red, green, blue] = rgbOfHue(huePosition(id) * 360)
  return `\u001B[38;2;${red};${green};${blue}m●\u001B[39m`
}

/** sRGB bytes of a hue in degrees, by way of OKLab (Björn Ottosson, 2020). */
export function rgbOfHue(degrees: number): [number, number, number] {
  const radians = (degrees * Math.PI) / 180
  const a = CHROMA * Math.cos(radians)
  const b = CHROMA * Math.sin(radians)
  const l = (LIGHTNESS + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (LIGHTNESS - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (LIGHTNESS - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    toByte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toByte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toByte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

/** Whether a stream shows colours: a terminal does, unless NO_COLOR says otherwise (no-color.org). */
export function hasColour(
  stream: { isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  const { NO_COLOR: never = '', FORCE_COLOR: always = '' } = env
  return never === '' && (stream.isTTY === true || !['', '0'].includes(always))
}

function toByte(linear: number): number {
  const light = Math.min(1, Math.max(0, linear))
  return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055))
}
