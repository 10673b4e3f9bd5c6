// Charts as a picture: all of them on one sheet, as SVG or drawn onto a canvas as PNG.

import type { Palette } from '../../draw/canvas.ts'

/** A chart as it stands on the page. */
export interface SheetChart {
  readonly title: string
  readonly svg: SVGElement
}

const NS = 'http://www.w3.org/2000/svg'

/** Pixels of the sheet's title lines, and between charts. */
const TITLE = 26
const GAP = 20

/** The browser could not draw the picture. */
class PictureError extends Error {
  override name = 'PictureError'
  constructor() {
    super('The browser could not draw the picture: save it as SVG instead.')
  }
}

/** One SVG with the charts below each other, two in a row. */
export function sheetOf(charts: readonly SheetChart[], palette: Palette): SVGSVGElement {
  const sheet = document.createElementNS(NS, 'svg')
  const sizes = charts.map(({ svg }) => ({
    width: Number(svg.getAttribute('width')),
    height: Number(svg.getAttribute('height')),
  }))
  const cell = {
    width: Math.max(...sizes.map(({ width }) => width)) + GAP,
    height: Math.max(...sizes.map(({ height }) => height)) + GAP + TITLE,
  }
  const columns = Math.min(2, charts.length)
  const width = columns * cell.width + GAP
  const height = Math.ceil(charts.length / columns) * cell.height + GAP
  set(sheet, { xmlns: NS, width, height, viewBox: `0 0 ${width} ${height}` })
  sheet.append(make('rect', { width, height, fill: palette.ground }))
  for (const [index, { title, svg }] of charts.entries()) {
    const x = (index % columns) * cell.width + GAP
    const y = Math.floor(index / columns) * cell.height + GAP
    const name = make('text', {
      x,
      y: y + 14,
      fill: palette.ink,
      'font-family': palette.sans,
      'font-size': 15,
      'font-weight': 600,
    })
    name.textContent = title
    const copy = svg.cloneNode(true) as SVGElement
    set(copy, { x, y: y + TITLE, xmlns: NS })
    sheet.append(name, copy)
  }
  return sheet
}

/** The sheet as a file. */
export function svgFile(sheet: SVGSVGElement): Blob {
  return new Blob([new XMLSerializer().serializeToString(sheet)], { type: 'image/svg+xml' })
}

/**
 * The sheet as a PNG, twice as sharp as on the page.
 *
 * @throws PictureError
 */
export async function pngFile(sheet: SVGSVGElement): Promise<Blob> {
  const url = URL.createObjectURL(svgFile(sheet))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.width * 2
    canvas.height = image.height * 2
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const png = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/png')
    })
    if (png === null) throw new PictureError()
    return png
  } finally {
    URL.revokeObjectURL(url)
  }
}

function make(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(NS, name)
  set(element, attributes)
  return element
}

function set(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
}
