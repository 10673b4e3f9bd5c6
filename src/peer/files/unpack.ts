// Unpacks a share: fetches its blocks, all or nothing, and reads its files.

import type { CID } from 'multiformats/cid'
import { KadscopeError } from '../../base/errors.ts'
import { InvalidShareError } from './errors.ts'
import { MAX_BLOCK_BYTES } from './limits.ts'
import { sizeOf, type Manifest, type SharedFile } from './manifest.ts'
import { sealedSize, unsealChunks } from './sealing.ts'
import { openRoot, type Opener } from './share-root.ts'
import { bytesOf, readFile, type Blocks, type GetBlock } from './unixfs.ts'

/** Files that are fetched at once. */
const FILES_AT_ONCE = 8

/** The smallest blocks that a share may be cut into on average, in bytes: else it is a trap. */
const LEAST_BLOCK_BYTES = 16 * 1024

/** A share that was fetched, and nobody keeps yet. */
export interface FetchedBlocks {
  readonly manifest: Manifest
  readonly key: Uint8Array | undefined
  readonly blocks: Blocks
}

export interface UnpackInit {
  readonly cid: CID
  readonly opener: Opener
  readonly get: (cid: CID) => Promise<Uint8Array>
  /** What of it is here already, each block checked; those that come are added, also when it fails. */
  readonly blocks: Blocks
  /** Called when the list of files is known, before any file is fetched. */
  readonly onManifest: (manifest: Manifest) => void
}

/**
 * Fetches the root and then every block of every file.
 *
 * @throws InvalidShareError, KeyMissingError, WrongKeyError, and whatever `get` throws
 */
export async function fetchShare(init: UnpackInit): Promise<FetchedBlocks> {
  const { blocks } = init
  const root = blocks.get(init.cid.toString()) ?? (await init.get(init.cid))
  blocks.set(init.cid.toString(), root)
  // A key that does not fit is found out here, before anything large is fetched.
  const { manifest, key } = await openRoot(root, init.opener)
  init.onManifest(manifest)

  const get = boundedGet(init.get, blocks, manifest)
  const waiting = [...manifest.files]
  const worker = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const pieces = readFile(file.cid, key === undefined ? file.size : sealedSize(file.size), get)
      await drain(pieces)
    }
  }
  try {
    await Promise.all(Array.from({ length: FILES_AT_ONCE }, worker))
  } catch (thrown) {
    waiting.length = 0
    throw namedError(thrown)
  }
  return { manifest, key, blocks }
}

/** The bytes of one file of a share that is here. @throws WrongKeyError, InvalidShareError */
export function readShared(
  file: SharedFile,
  blocks: Blocks,
  key: Uint8Array | undefined,
): AsyncIterable<Uint8Array> {
  const get: GetBlock = (cid) => {
    const block = blocks.get(cid.toString())
    if (block === undefined) throw new InvalidShareError('a block is missing')
    return block
  }
  if (key === undefined) return readFile(file.cid, file.size, get)
  return unsealChunks(readFile(file.cid, sealedSize(file.size), get), key)
}

/** Each block once, and no more of them than files of such sizes can have. */
function boundedGet(
  get: (cid: CID) => Promise<Uint8Array>,
  blocks: Blocks,
  { files }: Manifest,
): GetBlock {
  const size = sizeOf(files)
  let steps = Math.ceil(size / LEAST_BLOCK_BYTES) + 8 * files.length
  let bytes = 2 * size + files.length * 4096 + MAX_BLOCK_BYTES - bytesOf(blocks)
  return async (cid) => {
    steps -= 1
    if (steps < 0) throw new InvalidShareError('it is cut into too many pieces')
    const known = blocks.get(cid.toString())
    if (known !== undefined) return known
    const block = await get(cid)
    bytes -= block.length
    if (bytes < 0) throw new InvalidShareError('it is larger than it says')
    blocks.set(cid.toString(), block)
    return block
  }
}

async function drain(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const iterator = pieces[Symbol.asyncIterator]()
  while ((await iterator.next()).done !== true);
}

/** What UnixFS itself throws says nothing to a viewer. */
function namedError(thrown: unknown): unknown {
  if (thrown instanceof KadscopeError || thrown instanceof DOMException) return thrown
  return new InvalidShareError('its blocks are no files')
}
