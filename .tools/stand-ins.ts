// Modules of libraries for which there are quicker ones that give the same; for Vite.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url))

const EVERYWHERE = [
  { find: /^@sindresorhus\/fnv1a$/, replacement: here('src/stand-ins/quick-fnv1a.ts') },
  { find: /^\.\/generated-prefix-list\.js$/, replacement: here('src/stand-ins/no-prefixes.ts') },
]

/** What stands in for what in the page; `bench/` builds its peers with them too, its baseline without. */
export const STAND_INS = [
  ...EVERYWHERE,
  { find: /^multiformats\/hashes\/sha2$/, replacement: here('src/stand-ins/quick-sha2.ts') },
  { find: /^main-event$/, replacement: here('src/stand-ins/quick-events.ts') },
]

/** The same in Node, whose hashes are quick. */
export const NODE_STAND_INS = [
  ...EVERYWHERE,
  { find: /^main-event$/, replacement: here('relay/quick-events.ts') },
]

/** Packages whose modules are replaced in Node: they are bundled, with what only they use. */
const STOOD_IN_FOR = ['@libp2p/kad-dht', '@libp2p/utils']

/** For Vite's `ssr`: all other packages stay where npm has put them. */
export const NODE_BUNDLED = {
  noExternal: true,
  external: dependencies().filter((name) => !STOOD_IN_FOR.includes(name)),
} as const

function dependencies(): string[] {
  const manifest = JSON.parse(readFileSync(here('package.json'), 'utf8')) as {
    readonly dependencies: Record<string, string>
  }
  return Object.keys(manifest.dependencies)
}
