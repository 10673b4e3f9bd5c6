// A canvas as sharp as the screen, and the transform that lays it over cytoscape's picture.

/** Where a picture lies on its canvas: what cytoscape calls pan and zoom. */
export interface Viewport {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** What a canvas takes up on the page, in its pixels. */
export interface CanvasSize {
  readonly width: number
  readonly height: number
}

/**
 * Fits the canvas to its box on the page and clears it. Undefined where there is no 2D. The size of
 * the box is told, as asking for it lays out the whole page.
 */
export function clearCanvas(
  canvas: HTMLCanvasElement,
  size: CanvasSize,
  viewport: Viewport,
): CanvasRenderingContext2D | undefined {
  const context = canvas.getContext('2d')
  if (context === null) return undefined
  const scale = window.devicePixelRatio
  const width = Math.round(size.width * scale)
  const height = Math.round(size.height * scale)
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, width, height)
  const { x, y, zoom } = viewport
  context.setTransform(scale * zoom, 0, 0, scale * zoom, scale * x, scale * y)
  return context
}

/** The colours that the page's own style gives to canvases. */
export interface Palette {
  readonly ground: string
  readonly ink: string
  readonly quiet: string
  readonly hairline: string
  readonly edge: string
  readonly sans: string
  readonly mono: string
}

/** Reads the colours and faces of the theme that is on. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element)
  const read = (name: string): string => style.getPropertyValue(name).trim()
  return {
    ground: read('--ground'),
    ink: read('--ink'),
    quiet: read('--quiet'),
    hairline: read('--hairline'),
    edge: read('--edge'),
    sans: read('--sans'),
    mono: read('--mono'),
  }
}
