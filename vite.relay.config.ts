// Builds the relay from relay/main.ts into dist/relay; most packages that it uses stay in node_modules.

import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { NODE_BUNDLED, NODE_STAND_INS } from './.tools/stand-ins.ts'

/** `npx kadscope` runs the file itself, which must be allowed. */
const executable: Plugin = {
  name: 'executable',
  writeBundle: ({ dir = '' }) => chmodSync(join(dir, 'main.js'), 0o755),
}

export default defineConfig({
  plugins: [executable],
  publicDir: false,
  build: {
    ssr: 'relay/main.ts',
    outDir: 'dist/relay',
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      // Side by side, as the relay finds the page from where its own code is.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  resolve: { alias: NODE_STAND_INS },
  ssr: NODE_BUNDLED,
})
