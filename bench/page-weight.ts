// How much script the page needs until its first paint, compressed, as the relay sends it.

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** A script of the first paint. */
export interface Weight {
  readonly file: string
  /** Compressed with gzip at its highest level. */
  readonly bytes: number
}

/** The scripts that `index.html` of a built page names, and all that these import at once. */
export function firstPaintScripts(folder: string): Weight[] {
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const wanted = [...html.matchAll(/(?:src|href)="(?:\.?\/)?([^"]+\.js)"/g)].map(
    (match) => match[1] ?? '',
  )
  const found = new Map<string, number>()
  for (const file of wanted) {
    if (found.has(file)) continue
    const code = readFileSync(join(folder, file))
    found.set(file, gzipSync(code, { level: 9 }).length)
    // Static imports only: what is imported by a call comes later.
    for (const [, name] of code
      .toString()
      .matchAll(/(?:from|import)\s*["'](\.\/[^"']+\.js)["']/g)) {
      if (name !== undefined) wanted.push(join(dirname(file), name))
    }
  }
  return [...found].map(([file, bytes]) => ({ file, bytes }))
}
