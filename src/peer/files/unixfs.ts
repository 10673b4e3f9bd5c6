// Splits files into blocks and puts them together again, with Helia's UnixFS.

import { unixfs, type CatOptions } from '@helia/unixfs'
import type { CID } from 'multiformats/cid'
import { nextTurn } from '../../base/next-turn.ts'
import { parseBlockCid } from './cid.ts'
import { InvalidShareError } from './errors.ts'

/** Blocks by the text of their CID. */
export type Blocks = Map<string, Uint8Array>

/** The bytes of blocks together. */
export function bytesOf(blocks: Blocks): number {
  let bytes = 0
  for (const block of blocks.values()) bytes += block.length
  return bytes
}

/** Where a block comes from: kept here, or fetched. */
export type GetBlock = (cid: CID) => Uint8Array | Promise<Uint8Array>

/** Blocks of one file that are asked for at once. */
const READ_AHEAD = 24

/** A chunk as it comes is a block: the file's reader, or the encryption, has cut it already. */
const asTheyCome = (chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> => chunks

/** Splits a file and adds its blocks to `blocks`. Returns the CID of its root. */
export async function importFile(chunks: AsyncIterable<Uint8Array>, blocks: Blocks): Promise<CID> {
  const store = {
    put(cid: CID, block: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
      if (!(block instanceof Uint8Array)) throw new TypeError('block must be in one piece')
      blocks.set(cid.toString(), block)
      return cid
    },
    has: (cid: CID) => blocks.has(cid.toString()),
    get: () => nothing(),
  }
  return unixfs({ blockstore: store }).addByteStream(chunks, { chunker: asTheyCome })
}

/**
 * The bytes of a file, in order, of which `READ_AHEAD` blocks at a time are asked for.
 *
 * @param bytes how many there must be
 * @throws InvalidShareError when the blocks are no such file; whatever `get` throws
 */
export async function* readFile(
  cid: string,
  bytes: number,
  get: GetBlock,
): AsyncGenerator<Uint8Array, void, undefined> {
  const store = {
    async *get(block: CID) {
      // The exporter asks for all that is here already in one go, however slowly it is read.
      await nextTurn()
      // Links come from another peer: other hashes could not be checked.
      yield await get(parseBlockCid(block.toString()))
    },
    put: () => {
      throw new TypeError('read only')
    },
    has: () => false,
  }
  let seen = 0
  // Handed on to the exporter, though Helia's own types leave it out.
  const options: Partial<CatOptions> & { blockReadConcurrency: number } = {
    blockReadConcurrency: READ_AHEAD,
  }
  for await (const piece of unixfs({ blockstore: store }).cat(parseBlockCid(cid), options)) {
    seen += piece.length
    if (seen > bytes) break
    yield piece
    // What is done with a piece takes the thread; a page must get to draw in between.
    await nextTurn()
  }
  if (seen !== bytes) throw new InvalidShareError('a file is not as long as its list says')
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {
  await Promise.reject(new TypeError('write only'))
  yield new Uint8Array()
}
