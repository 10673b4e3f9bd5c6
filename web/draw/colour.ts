// Colours for what CSS does not reach, the canvas and cytoscape: OKLCH to sRGB, by Ottosson's matrices.

/** A colour in OKLCH: lightness 0..1, chroma, hue in degrees. */
export interface Oklch {
  readonly l: number
  readonly c: number
  readonly h: number
}

/** The lightness and chroma that peers are drawn with, by theme; equal to `--peer-l`, `--peer-c`. */
export const PEER_TONE = {
  dark: { l: 0.77, c: 0.135 },
  light: { l: 0.6, c: 0.15 },
} as const

/** A theme's name. */
export type Tone = keyof typeof PEER_TONE

/** The colour of a peer or key whose hue is `hue` degrees, as `rgb(…)`. */
export function peerColour(hue: number, tone: Tone): string {
  return cssOf({ ...PEER_TONE[tone], h: hue })
}

/** A colour as CSS `rgb(r, g, b)`; what lies outside sRGB is clipped. */
export function cssOf(colour: Oklch): string {
  return `rgb(${toRgb(colour).join(', ')})`
}

/** The same colour with an opacity of 0..1. */
export function withAlpha(rgb: string, alpha: number): string {
  return rgb.replace('rgb(', 'rgba(').replace(')', `, ${alpha.toString()})`)
}

/** Red, green and blue of a colour, 0..255 (https://bottosson.github.io/posts/oklab/). */
export function toRgb({ l, c, h }: Oklch): [number, number, number] {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    channel(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    channel(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    channel(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ]
}

function channel(linear: number): number {
  const value = linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055
  return Math.round(Math.min(1, Math.max(0, value)) * 255)
}
