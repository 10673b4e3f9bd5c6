// Bundles the baseline's page, with what it needs of @libp2p/webrtc, as the real page is bundled.

import { resolve } from 'node:path'
import { build } from 'vite'

/** Builds it; returns the folder to serve. */
export async function buildBaseline(): Promise<string> {
  const folder = resolve('node_modules/.cache/bench-baseline')
  await build({
    configFile: false,
    root: 'bench/baseline',
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 1500 },
  })
  return folder
}
