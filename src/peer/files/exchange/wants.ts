// The blocks that a download still wants, and who has been asked for which. No time, no wires in it.

import type { CID } from 'multiformats/cid'
import type { PeerName } from '../../../kad/kad-id.ts'

/** A block that is wanted. */
export interface Want {
  readonly cid: CID
  readonly block: Promise<Uint8Array>
  resolve(block: Uint8Array): void
  reject(error: Error): void
  /** Who has been asked and has not answered yet. */
  readonly asked: Set<PeerName>
  /** When it was last asked for. */
  askedAt: number
}

/** The list of wants, in the order in which the file is read. */
export class Wants {
  readonly #wants = new Map<string, Want>()
  /** An asked want may be asked for of another provider after this, in milliseconds. */
  readonly #patienceMs: () => number

  constructor(patienceMs: () => number) {
    this.#patienceMs = patienceMs
  }

  get size(): number {
    return this.#wants.size
  }

  /** Wants a block; the same want when it is wanted already. */
  add(cid: CID): Want {
    const name = cid.toString()
    const existing = this.#wants.get(name)
    if (existing !== undefined) return existing
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
    // Who wants it hears of it; that nobody does any more is no failure.
    promise.catch(() => undefined)
    const want = { cid, block: promise, resolve, reject, asked: new Set<PeerName>(), askedAt: 0 }
    this.#wants.set(name, want)
    return want
  }

  /**
   * What to ask `provider` for next: the first that nobody was asked for, else the one that
   * another provider owes for longest, if that is too long.
   */
  next(provider: PeerName, now: number): Want | undefined {
    let late: Want | undefined
    for (const want of this.#wants.values()) {
      if (want.asked.size === 0) return taken(want, provider, now)
      if (want.asked.has(provider) || now - want.askedAt < this.#patienceMs()) continue
      if (late === undefined || want.askedAt < late.askedAt) late = want
    }
    return late === undefined ? undefined : taken(late, provider, now)
  }

  /** `provider` will not answer these any more. */
  release(wants: readonly Want[], provider: PeerName): void {
    for (const want of wants) want.asked.delete(provider)
  }

  /** A block came. Whether it was still wanted. */
  settle(want: Want, block: Uint8Array): boolean {
    if (!this.#wants.delete(want.cid.toString())) return false
    want.resolve(block)
    return true
  }

  /** Nobody will answer any more. */
  fail(error: Error): void {
    for (const want of this.#wants.values()) want.reject(error)
    this.#wants.clear()
  }
}

function taken(want: Want, provider: PeerName, now: number): Want {
  want.asked.add(provider)
  want.askedAt = now
  return want
}
