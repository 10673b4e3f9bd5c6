// The shares that a peer keeps and serves: bounded, whole or not at all.

import type { CID } from 'multiformats/cid'
import type { PeerName } from '../../kad/kad-id.ts'
import { SharesFullError } from './errors.ts'
import { MAX_KEPT_BYTES, MAX_SHARES } from './limits.ts'
import type { Manifest } from './manifest.ts'
import type { Blocks } from './unixfs.ts'

/** A share that is kept here, whole. */
export interface KeptShare {
  readonly cid: CID
  /** Its own files, or fetched from others and kept for others. */
  readonly origin: 'own' | 'fetched'
  readonly manifest: Manifest
  /** Where its files are encrypted. */
  readonly key: Uint8Array | undefined
  /** The root's block is one of them. */
  readonly blocks: Blocks
  /** Of all blocks. */
  readonly bytes: number
  /** Bytes that were sent to others. */
  served: number
  /** The peers that took the note of it when it was last announced. */
  announcedTo: readonly PeerName[]
}

/** Keeps shares in memory: they are gone when the tab is. */
export class ShareShelf {
  readonly #shares = new Map<string, KeptShare>()
  readonly #mostBytes: number

  /** @param mostBytes the most that all shares may take, in bytes; @default MAX_KEPT_BYTES */
  constructor(mostBytes: number = MAX_KEPT_BYTES) {
    this.#mostBytes = mostBytes
  }

  /** All shares, the latest last. */
  get shares(): KeptShare[] {
    return [...this.#shares.values()]
  }

  get(cid: string): KeptShare | undefined {
    return this.#shares.get(cid)
  }

  /** @throws SharesFullError when there could not be room for a share of so many bytes */
  assertRoom(bytes: number): void {
    this.#inTheWay(bytes)
  }

  /**
   * Makes room for a share of so many bytes: what was fetched for others goes, the oldest first;
   * own shares stay. Returns those that went.
   *
   * @throws SharesFullError when there is not room enough even so; then nothing goes
   */
  makeRoom(bytes: number): KeptShare[] {
    const going = this.#inTheWay(bytes)
    for (const { cid } of going) this.#shares.delete(cid.toString())
    return going
  }

  #inTheWay(bytes: number): KeptShare[] {
    const going: KeptShare[] = []
    const fetched = this.shares.filter(({ origin }) => origin === 'fetched')
    let kept = this.shares.reduce((sum, share) => sum + share.bytes, 0)
    while (kept + bytes > this.#mostBytes || this.#shares.size - going.length >= MAX_SHARES) {
      const oldest = fetched.shift()
      if (oldest === undefined) throw new SharesFullError()
      going.push(oldest)
      kept -= oldest.bytes
    }
    return going
  }

  /** Keeps a share, for which there must be room. */
  add(share: KeptShare): void {
    this.#shares.set(share.cid.toString(), share)
  }

  /** Lets a share go. Returns it if it was there. */
  remove(cid: string): KeptShare | undefined {
    const share = this.#shares.get(cid)
    this.#shares.delete(cid)
    return share
  }

  /** A block of any share. */
  blockOf(cid: CID): Uint8Array | undefined {
    const name = cid.toString()
    for (const { blocks } of this.#shares.values()) {
      const block = blocks.get(name)
      if (block !== undefined) return block
    }
    return undefined
  }

  /** A block was sent to somebody. */
  countServed(cid: CID, bytes: number): void {
    const name = cid.toString()
    const share = this.shares.find(({ blocks }) => blocks.has(name))
    if (share !== undefined) share.served += bytes
  }
}

/** The root block of a share that is kept. */
export function rootOf({ cid, blocks }: KeptShare): Uint8Array {
  return blocks.get(cid.toString()) ?? new Uint8Array()
}
