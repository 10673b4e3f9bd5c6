// Packs files into a share: splits, encrypts where asked, lists them, and gives the whole a name.

import type { CID } from 'multiformats/cid'
import { cidOfRoot } from './cid.ts'
import { EmptyShareError, ShareTooLargeError } from './errors.ts'
import { readChunks, type FileSource } from './file-source.ts'
import { MAX_FILES, MAX_SHARE_BYTES } from './limits.ts'
import { parseManifest, sizeOf, type Manifest, type SharedFile } from './manifest.ts'
import { sealChunks } from './sealing.ts'
import { encodeRoot, type Protection } from './share-root.ts'
import { importFile, type Blocks } from './unixfs.ts'

/** A share that nobody keeps yet. */
export interface PackedShare {
  readonly cid: CID
  readonly manifest: Manifest
  readonly blocks: Blocks
}

export interface PackOptions {
  readonly protection?: Protection | undefined
  readonly signal?: AbortSignal | undefined
  /** Called with the bytes that were read so far. */
  readonly onRead?: (bytes: number) => void
}

/** Refuses what cannot be one share, before anything is read. @throws EmptyShareError, ShareTooLargeError */
function assertShareable(sources: readonly FileSource[]): void {
  if (sources.length === 0) throw new EmptyShareError()
  if (sources.length > MAX_FILES) {
    throw new ShareTooLargeError(`A share has at most ${MAX_FILES} files: share fewer at once.`)
  }
  if (sizeOf(sources) > MAX_SHARE_BYTES) {
    const most = MAX_SHARE_BYTES / 2 ** 20
    throw new ShareTooLargeError(`A share has at most ${most} MiB: share fewer or smaller files.`)
  }
}

/**
 * Reads all files and makes a share of them.
 *
 * @throws EmptyShareError, ShareTooLargeError, FileChangedError, and the signal's reason
 */
export async function packShare(
  sources: readonly FileSource[],
  { protection, signal, onRead }: PackOptions = {},
): Promise<PackedShare> {
  assertShareable(sources)
  const blocks: Blocks = new Map()
  const files: SharedFile[] = []
  let read = 0
  const onChunk = (bytes: number): void => {
    read += bytes
    onRead?.(read)
  }
  for (const [index, source] of namedApart(sources).entries()) {
    const chunks = counted(readChunks(source, signal), onChunk)
    const sealed = protection === undefined ? chunks : sealChunks(chunks, protection.key)
    const cid = await importFile(sealed, blocks)
    const { name, size, type } = source
    files[index] = { name, size, type: plainType(type), cid: cid.toString() }
  }
  const manifest = parseManifest({ files })
  const root = encodeRoot(manifest, protection)
  const cid = await cidOfRoot(root)
  blocks.set(cid.toString(), root)
  return { cid, manifest, blocks }
}

/** Files of one name get numbers, as browsers do with downloads. */
function namedApart(sources: readonly FileSource[]): FileSource[] {
  const names = new Set<string>()
  return sources.map((source) => {
    let name = source.name
    for (let count = 2; names.has(name); count += 1) name = `${count} ${source.name}`
    names.add(name)
    return { ...source, name }
  })
}

/** A media type as a manifest takes it. */
function plainType(type: string): string {
  return /^[\w.+/;= -]{0,120}$/.test(type) ? type : ''
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onChunk: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    onChunk(chunk.length)
    yield chunk
  }
}
