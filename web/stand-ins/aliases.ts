// Modules of libraries for which the page has quicker ones that give the same; for Vite.

import { fileURLToPath } from 'node:url'

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

/** What stands in for what; `bench/` builds its peers with them too, its baseline without. */
export const STAND_INS = [
  { find: /^multiformats\/hashes\/sha2$/, replacement: here('quick-sha2.ts') },
  { find: /^@sindresorhus\/fnv1a$/, replacement: here('quick-fnv1a.ts') },
  { find: /^main-event$/, replacement: here('quick-events.ts') },
  { find: /^\.\/generated-prefix-list\.js$/, replacement: here('no-prefixes.ts') },
]
