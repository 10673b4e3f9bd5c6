// Builds the page from web/ into dist/web, and serves it while it is worked on.

import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { precompress } from './.tools/precompress.ts'
import { STAND_INS } from './.tools/stand-ins.ts'

/** Where `npm run dev` runs the relay that the page's questions go to. */
const relay = process.env['KADSCOPE_RELAY'] ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: 'web',
  publicDir: '../public',
  // The page lies wherever its folder is put: at a host's root, or under a path of it.
  base: './',
  resolve: { alias: STAND_INS },
  plugins: [svelte({ configFile: '../svelte.config.js' }), precompress()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: true,
    // Every browser that the page runs in knows it.
    modulePreload: { polyfill: false },
    // Fonts and pictures stay files: the page's security policy is simpler and caching better.
    assetsInlineLimit: 0,
    // libp2p comes in one piece, after the first paint.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        // Few files until the peer is in, as each is a question to the relay: all that the first paint
        // takes in one, with the small things that others need too, and the libraries that a room
        // shares with what comes later in another.
        codeSplitting: {
          groups: [
            // A script of its own, which runs before the next one has been read.
            {
              name: 'before-all',
              test: /[\\/]web[\\/](before-all|lab[\\/]start-lab-worker)\.ts$/,
              priority: 1,
            },
            {
              name: 'first',
              test: /rolldown[\\/]runtime|[\\/]web[\\/]main\.ts$|[\\/](base[\\/]random|kad[\\/]record-key|event[\\/]event)\.ts$/,
            },
            {
              name: 'libraries',
              test: /@noble[\\/](ciphers|hashes)|multiformats|uint8array/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    host: true,
    proxy: {
      '/api': {
        target: relay,
        configure: (proxy) => {
          // The relay answers with addresses for the host that was asked, so pass the host on with
          // the relay's own port: the libp2p WebSocket goes there, not through Vite.
          proxy.on('proxyReq', (question, { headers }) => {
            const asked = new URL(`http://${headers.host ?? 'localhost'}`)
            asked.port = new URL(relay).port
            question.setHeader('host', asked.host)
          })
        },
      },
    },
  },
})
