// The modules of a QR code as one SVG path: a run of dark ones in a row is one rectangle.

/** The path of all dark modules; one module is one unit. */
export function modulesPath(rows: readonly (readonly boolean[])[]): string {
  let path = ''
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x += 1) {
      if (row[x] !== true) continue
      const start = x
      while (row[x + 1] === true) x += 1
      const length = (x - start + 1).toString()
      path += `M${start.toString()} ${y.toString()}h${length}v1h-${length}z`
    }
  }
  return path
}
