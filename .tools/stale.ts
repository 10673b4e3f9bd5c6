// Whether the built page and relay are older than what they are built from.

import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the page and the relay are built from. */
export const SOURCES = [
  'src',
  'relay',
  'web',
  'public',
  'package-lock.json',
  'svelte.config.js',
  'vite.config.ts',
  'vite.relay.config.ts',
  '.tools/stand-ins.ts',
]

/** What a build leaves behind, last of all. */
export const PRODUCTS = ['dist/web/index.html', 'dist/relay/main.js']

/** Whether `products` are missing or older than the newest of `sources`; missing sources are ignored. */
export function isStale(products = PRODUCTS, sources = SOURCES): boolean {
  if (!products.every((file) => existsSync(file))) return true
  const built = Math.min(...products.map((file) => statSync(file).mtimeMs))
  return sources.some((path) => newestIn(path) > built)
}

/** When `path`, or the newest file below it, was last changed: milliseconds since the epoch. */
function newestIn(path: string): number {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return path.endsWith('.test.ts') ? 0 : stat.mtimeMs
  // The folder's own time tells of files that were removed.
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))))
}
