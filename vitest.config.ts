// Unit tests: beside the code, without a browser.

import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/unit-tests.json' },
    passWithNoTests: true,
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['{src,relay,e2e,.tools,bench}/**/*.test.ts'],
          setupFiles: ['.tools/test-setup.ts'],
        },
      },
      {
        plugins: [svelte()],
        // Svelte's own code for browsers, so that runes in `*.svelte.ts` files react in tests too.
        resolve: { conditions: ['browser'] },
        test: {
          name: 'web',
          environment: 'node',
          include: ['web/**/*.test.ts'],
          setupFiles: ['.tools/test-setup.ts'],
        },
      },
    ],
  },
})
