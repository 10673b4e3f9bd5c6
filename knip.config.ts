// Where Knip starts looking: what nothing reaches from here is dead.

import type { KnipConfig } from 'knip'

export default {
  entry: [
    'relay/main.ts',
    'web/index.html',
    '.tools/*.{ts,js}',
    'bench/*.ts',
    'bench/{baseline,peers-only}/page.ts',
    'bench/baseline/relay.js',
    'e2e/browser.ts',
    // Vite puts them in the place of modules of libraries.
    'src/stand-ins/*.ts',
    'relay/quick-events.ts',
    // Run as programs of their own.
    'e2e/*.js',
    'e2e/**/*.{spec,shots,record}.ts',
  ],
  project: ['{src,relay,web,e2e,.tools,bench}/**/*.{ts,js,svelte}', '*.{ts,js,cjs}'],
  // Named in a variable, as the bench goes on without it where it is not installed.
  ignoreDependencies: ['@libp2p/memory'],
  // Of the system, not of a package.
  ignoreBinaries: ['ip'],
  ignoreExportsUsedInFile: true,
} satisfies KnipConfig
