// Files to share, read piece by piece; one that changes meanwhile is noticed.

import { nextTurn } from '../../base/next-turn.ts'
import { FileChangedError } from './errors.ts'
import { CHUNK_BYTES } from './limits.ts'
import { plainPath } from './manifest.ts'

/** A file that can be read, wherever it lies. */
export interface FileSource {
  /** Its path within the share. */
  readonly name: string
  readonly type: string
  /** In bytes, when it was chosen. */
  readonly size: number
  /** The bytes from `from` up to, not including, `to`. */
  read(from: number, to: number): Promise<Uint8Array>
}

/** A source of a `Blob`, such as a file that was dropped on the page. */
export function sourceOfBlob(blob: Blob, name: string): FileSource {
  return {
    name: plainPath(name),
    type: blob.type,
    size: blob.size,
    async read(from, to) {
      return new Uint8Array(await blob.slice(from, to).arrayBuffer())
    },
  }
}

/** Reads a file in chunks. @throws FileChangedError when it is not what it was when it was chosen */
export async function* readChunks(
  source: FileSource,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let from = 0; from < source.size; from += CHUNK_BYTES) {
    signal?.throwIfAborted()
    yield await readExactly(source, from, Math.min(from + CHUNK_BYTES, source.size))
    // Hashing and encrypting take the thread; a page must get to draw in between.
    await nextTurn()
  }
  // An empty file is one empty chunk.
  if (source.size === 0) yield new Uint8Array()
  // One more byte than there should be: it has grown.
  await readExactly(source, source.size, source.size + 1, 0)
}

async function readExactly(
  source: FileSource,
  from: number,
  to: number,
  expected = to - from,
): Promise<Uint8Array> {
  // Browsers refuse to read a file whose time of change is another: NotReadableError.
  const bytes = await source.read(from, to).catch(() => undefined)
  if (bytes?.length !== expected) throw new FileChangedError(source.name)
  return bytes
}
