// Builds the relay from relay/main.ts into dist/relay; the packages it uses stay in node_modules.

import { defineConfig } from 'vite'

export default defineConfig({
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
  ssr: { noExternal: [], external: true },
})
