// What came of fetches that failed or were ended: the next one goes on from there. Bounded.

import type { PeerName } from '../../kad/kad-id.ts'
import { MAX_LEFTOVER_BYTES, MAX_LEFTOVERS } from './limits.ts'
import { bytesOf, type Blocks } from './unixfs.ts'

/** What came of one fetch. */
export interface Leftover {
  /** Each checked against its hash. */
  readonly blocks: Blocks
  /** Who sent the first block that came, the second, and so on. */
  readonly origins: readonly PeerName[]
}

/** Keeps leftovers in memory by the CID of their share. */
export class Leftovers {
  readonly #kept = new Map<string, Leftover>()
  readonly #mostBytes: number

  /** @param mostBytes what all of them may take, in bytes; @default MAX_LEFTOVER_BYTES */
  constructor(mostBytes: number = MAX_LEFTOVER_BYTES) {
    this.#mostBytes = mostBytes
  }

  /** Keeps what came; the oldest leftovers make room. */
  keep(cid: string, leftover: Leftover): void {
    this.#kept.delete(cid)
    if (leftover.blocks.size > 0) this.#kept.set(cid, leftover)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_LEFTOVERS && this.#bytes() <= this.#mostBytes) break
      this.#kept.delete(oldest)
    }
  }

  /** Hands out what there is of a share and forgets it; nothing where there is none. */
  take(cid: string): Leftover {
    const leftover = this.#kept.get(cid)
    this.#kept.delete(cid)
    return leftover ?? { blocks: new Map(), origins: [] }
  }

  #bytes(): number {
    return [...this.#kept.values()].reduce((sum, { blocks }) => sum + bytesOf(blocks), 0)
  }
}
