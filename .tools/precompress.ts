// A Vite plugin that writes a gzipped copy beside each text file of the page: the relay serves those.

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** What gets smaller; fonts and pictures are compressed already. */
const TEXT = /\.(js|css|html|svg|json|jsonl|txt)$/

/** Smaller files fit into a packet or two as they are, in bytes. */
const LEAST_BYTES = 1024

/** Compresses when the whole build has been written. */
export function precompress(): Plugin {
  let folder = ''
  return {
    name: 'kadscope:precompress',
    apply: 'build',
    configResolved({ root, build }) {
      folder = join(root, build.outDir)
    },
    writeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const file = join(folder, name)
        if (TEXT.test(name) && statSync(file).size >= LEAST_BYTES) {
          writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }))
        }
      }
    },
  }
}
