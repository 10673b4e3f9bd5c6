// Bundles a page of the bench, with what it needs of @libp2p/webrtc, as the real page is bundled.

import { resolve } from 'node:path'
import { build } from 'vite'

/** The pages that are put together for the bench; each has a folder here. */
export type BenchPage = 'baseline' | 'peers-only'

/** Builds it; returns the folder to serve. */
export async function buildPage(page: BenchPage): Promise<string> {
  const folder = resolve(`node_modules/.cache/bench-${page}`)
  await build({
    configFile: false,
    root: `bench/${page}`,
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 1500 },
  })
  return folder
}
