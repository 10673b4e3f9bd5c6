// The pieces of a share that is being fetched, in a folder: a command that is run again goes on from there.

import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CID } from 'multiformats/cid'
import { isBlockOf, parseBlockCid } from '../../src/peer/files/cid.ts'
import type { Blocks } from '../../src/peer/files/unixfs.ts'
import { FileError } from './input.ts'

/** Pieces on disk. */
export interface PartFolder {
  /** What earlier commands left, each piece checked against its name. */
  readonly blocks: Blocks
  /** Writes a piece, which has been checked. */
  keep(cid: CID, block: Uint8Array): void
  /** Resolves when all is written. @throws FileError */
  written(): Promise<void>
  /** Removes the folder: the share is whole. */
  remove(): Promise<void>
  /** After a fetch that failed: whether there are pieces to go on from. Without any the folder goes. */
  leave(): Promise<boolean>
}

/** Opens the folder of a share's pieces within `out`, and makes it. @throws FileError */
export async function openPartFolder(out: string, share: string): Promise<PartFolder> {
  const folder = join(out, `.${share}.part`)
  const asFileError = (thrown: unknown): never => {
    throw new FileError(folder, thrown)
  }
  await mkdir(folder, { recursive: true }).catch(asFileError)
  const writing: Promise<void>[] = []
  let failed: unknown
  const blocks = await readBlocks(folder)
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  return {
    blocks,
    keep(cid, block) {
      const piece = writeFile(join(folder, cid.toString()), block).catch((thrown: unknown) => {
        failed ??= thrown
      })
      writing.push(piece)
    },
    async written() {
      await Promise.all(writing)
      if (failed !== undefined) asFileError(failed)
    },
    remove,
    async leave() {
      await Promise.all(writing)
      // The list of files alone is no piece of them.
      if (blocks.size + writing.length > 1) return true
      await remove()
      // Only if this fetch made it: it stays when anything is in it.
      await rmdir(out).catch(() => undefined)
      return false
    },
  }
}

async function readBlocks(folder: string): Promise<Blocks> {
  const blocks: Blocks = new Map()
  for (const name of await readdir(folder)) {
    const bytes = new Uint8Array(await readFile(join(folder, name)))
    // A piece that was cut off, or changed since, is fetched again.
    if (await isNamed(name, bytes)) blocks.set(name, bytes)
  }
  return blocks
}

async function isNamed(name: string, bytes: Uint8Array): Promise<boolean> {
  try {
    return await isBlockOf(parseBlockCid(name), bytes)
  } catch {
    return false
  }
}
