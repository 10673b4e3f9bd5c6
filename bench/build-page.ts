// Bundles pages as they are shipped: the real one, and those of the bench.

import { resolve } from 'node:path'
import { build } from 'vite'
import { STAND_INS } from '../.tools/stand-ins.ts'

/** Builds the real page into its place. */
export async function buildRealPage(): Promise<void> {
  asShipped()
  await build({ logLevel: 'warn' })
}

/** The pages that are put together for the bench; each has a folder here. */
export type BenchPage = 'baseline' | 'peers-only'

/** Builds it; returns the folder to serve. */
export async function buildPage(page: BenchPage): Promise<string> {
  asShipped()
  const folder = resolve(`node_modules/.cache/bench-${page}`)
  await build({
    configFile: false,
    root: `bench/${page}`,
    logLevel: 'warn',
    resolve: { alias: page === 'baseline' ? [] : STAND_INS },
    build: { outDir: folder, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 1500 },
  })
  return folder
}

/** Whatever runs this is being developed with, and a page built then has Svelte check all it does. */
function asShipped(): void {
  process.env['NODE_ENV'] = 'production'
}
