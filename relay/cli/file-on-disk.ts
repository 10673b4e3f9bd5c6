// A file on disk as a source of a share: read piece by piece, and refused when it changes meanwhile.

import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { FileSource } from '../../src/peer/files/file-source.ts'
import { plainPath } from '../../src/peer/files/manifest.ts'
import { FileError } from './input.ts'

/** The file at `path`, under its own name. @throws FileError when there is none, or it is a folder */
export async function fileOnDisk(path: string): Promise<FileSource> {
  const chosen = await stat(path).catch((thrown: unknown) => {
    throw new FileError(path, thrown)
  })
  if (!chosen.isFile()) throw new FileError(path, 'not a file')
  return {
    name: plainPath(basename(path)),
    type: '',
    size: chosen.size,
    // What it throws is told as a FileChangedError, with the file's name.
    async read(from, to) {
      const file = await open(path)
      try {
        const { mtimeMs } = await file.stat()
        if (mtimeMs !== chosen.mtimeMs) throw new FileError(path, 'changed')
        const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from)
        return new Uint8Array(buffer.subarray(0, bytesRead))
      } finally {
        await file.close()
      }
    },
  }
}
