// Where Knip starts looking: what nothing reaches from here is dead.

import type { KnipConfig } from 'knip'

export default {
  entry: [
    'relay/main.ts',
    'web/index.html',
    '.tools/*.{ts,js}',
    'bench/*.ts',
    'e2e/browser.ts',
    // Run as programs of their own.
    'e2e/*.js',
    'e2e/**/*.{spec,shots}.ts',
  ],
  project: ['{src,relay,web,e2e,.tools,bench}/**/*.{ts,js,svelte}', '*.{ts,js,cjs}'],
  ignoreExportsUsedInFile: true,
} satisfies KnipConfig
