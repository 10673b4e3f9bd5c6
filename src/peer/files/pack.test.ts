import type { CID } from 'multiformats/cid'
import { concat } from 'uint8arrays/concat'
import { equals } from 'uint8arrays/equals'
import { describe, expect, test } from 'vitest'
import {
  EmptyShareError,
  FileChangedError,
  InvalidShareError,
  ShareTooLargeError,
} from './errors.ts'
import { sourceOfBlob, type FileSource } from './file-source.ts'
import { CHUNK_BYTES } from './limits.ts'
import { packShare } from './pack.ts'
import { protect } from './share-root.ts'
import { fetchShare, readShared, type FetchedBlocks } from './unpack.ts'
import { importFile, type Blocks } from './unixfs.ts'

const bytesOf = (length: number, seed = 1): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, at) => (at * seed * 31 + (at >> 8)) & 255)

function source(name: string, bytes: Uint8Array<ArrayBuffer>): FileSource {
  return sourceOfBlob(new Blob([bytes], { type: 'text/plain' }), name)
}

async function all(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const read: Uint8Array[] = []
  for await (const part of parts) read.push(part)
  return concat(read)
}

function taking(blocks: Blocks) {
  return (cid: { toString(): string }): Promise<Uint8Array> => {
    const block = blocks.get(cid.toString())
    return block === undefined ? Promise.reject(new Error('missing')) : Promise.resolve(block)
  }
}

describe('F1 a share', () => {
  test.each([[false], [true]])(
    'of a folder comes back byte for byte, encrypted: %s',
    async (encrypted) => {
      const sizes = [0, 1, CHUNK_BYTES, 3 * CHUNK_BYTES + 7]
      const files = sizes.map((size, at) => ({
        name: `folder/${at}.bin`,
        bytes: bytesOf(size, at + 1),
      }))
      const protection = encrypted ? await protect() : undefined
      const packed = await packShare(
        files.map(({ name, bytes }) => source(name, bytes)),
        { protection },
      )
      const opener = { key: protection?.key }
      const get = taking(packed.blocks)
      const fetched = await fetchShare({
        cid: packed.cid,
        opener,
        get,
        blocks: new Map(),
        onManifest: () => undefined,
      })
      expect([...fetched.blocks.keys()].sort()).toEqual([...packed.blocks.keys()].sort())
      for (const [at, file] of fetched.manifest.files.entries()) {
        expect(file.name).toBe(files[at]?.name)
        const read = await all(readShared(file, fetched.blocks, fetched.key))
        expect(equals(read, files[at]?.bytes ?? new Uint8Array(1))).toBe(true)
      }
    },
  )

  test('has the same name for the same files, and another for others', async () => {
    const cids = await Promise.all(
      [bytesOf(10), bytesOf(10), bytesOf(11)].map((bytes) => packShare([source('a', bytes)])),
    )
    expect(cids[0]?.cid.toString()).toBe(cids[1]?.cid.toString())
    expect(cids[0]?.cid.toString()).not.toBe(cids[2]?.cid.toString())
  })

  test('numbers files of one name', async () => {
    const { manifest } = await packShare([source('a.txt', bytesOf(1)), source('a.txt', bytesOf(2))])
    expect(manifest.files.map(({ name }) => name)).toEqual(['a.txt', '2 a.txt'])
  })

  test('F9 of nothing, of too many files or of too many bytes is refused before anything is read', async () => {
    const unread = { name: 'a', type: '', read: () => Promise.reject(new Error('read')) }
    await expect(packShare([])).rejects.toThrow(EmptyShareError)
    await expect(packShare([{ ...unread, size: 100 * 2 ** 20 + 1 }])).rejects.toThrow(
      ShareTooLargeError,
    )
    const many = Array.from({ length: 1_001 }, () => ({ ...unread, size: 0 }))
    await expect(packShare(many)).rejects.toThrow(ShareTooLargeError)
  })

  test.each([
    ['grows', (from: number, to: number) => bytesOf(to - from)],
    ['shrinks', (from: number, to: number) => bytesOf(from === 0 ? to : 0)],
    [
      'cannot be read any more',
      () => Promise.reject(new DOMException('changed', 'NotReadableError')),
    ],
  ])('F8 of a file that %s while it is read is refused', async (_, read) => {
    const file: FileSource = {
      name: 'notes.txt',
      type: '',
      size: CHUNK_BYTES + 1,
      read: async (from, to) => read(from, to),
    }
    await expect(packShare([file])).rejects.toThrow(FileChangedError)
    await expect(packShare([file])).rejects.toThrow(/notes\.txt/)
  })

  test('whose list is not true is refused', async () => {
    const { cid, blocks } = await packShare([source('a', bytesOf(2 * CHUNK_BYTES))])
    const lying = await listing(blocks, 'a', CHUNK_BYTES)
    const get = taking(new Map([...blocks, ...lying.blocks]))
    const fetch = (wanted: CID): Promise<FetchedBlocks> =>
      fetchShare({
        ...{ cid: wanted, opener: {}, get, blocks: new Map() },
        onManifest: () => undefined,
      })
    await expect(fetch(cid)).resolves.toBeDefined()
    await expect(fetch(lying.cid)).rejects.toThrow(InvalidShareError)
  })
})

/** A root that gives the file of a share another size than it has. */
async function listing(blocks: Blocks, name: string, size: number) {
  const { encodeRoot, openRoot } = await import('./share-root.ts')
  const { cidOfRoot } = await import('./cid.ts')
  for (const block of blocks.values()) {
    const opened = await openRoot(block).catch(() => undefined)
    const [file] = opened?.manifest.files ?? []
    if (file === undefined) continue
    const root = encodeRoot({ files: [{ ...file, name, size }] })
    const cid = await cidOfRoot(root)
    return { cid, blocks: new Map([[cid.toString(), root]]) }
  }
  throw new Error('no root')
}

test('F1 a file is cut into pieces of 256 KiB and one list of them', async () => {
  const blocks: Blocks = new Map()
  async function* chunks() {
    for (let at = 0; at < 4; at += 1) yield await Promise.resolve(bytesOf(CHUNK_BYTES, at + 2))
  }
  await importFile(chunks(), blocks)
  const lengths = [...blocks.values()].map(({ length }) => length).sort((a, b) => a - b)
  expect(lengths.slice(1)).toEqual([CHUNK_BYTES, CHUNK_BYTES, CHUNK_BYTES, CHUNK_BYTES])
})
