// Which peers of a Lab have joined, and the wait until all have.

import type { PeerName } from '../kad/kad-id.ts'

/** Keeps which peers have made their first lookup and refresh. */
export class Readiness {
  readonly #ready = new Set<PeerName>()
  readonly #waiting = new Set<Wait>()
  #stopped = false

  /** A peer has joined. */
  add(peer: PeerName): void {
    this.#ready.add(peer)
    // Others than the one that is missing change nothing yet: a thousand looks at a thousand peers.
    for (const wait of this.#waiting) if (wait.missing === peer) this.#look(wait)
  }

  has(peer: PeerName): boolean {
    return this.#ready.has(peer)
  }

  /** Resolves when all that `peers` names have joined, or nothing runs any more. */
  until(peers: () => Iterable<PeerName>): Promise<void> {
    return new Promise((resolve) => {
      const wait: Wait = { peers, missing: undefined, resolve }
      this.#waiting.add(wait)
      this.#look(wait)
    })
  }

  /** Peers came or went: who waits looks again. */
  changed(): void {
    for (const wait of this.#waiting) this.#look(wait)
  }

  /** Nobody waits any longer. */
  stop(): void {
    this.#stopped = true
    this.changed()
  }

  #look(wait: Wait): void {
    wait.missing = this.#stopped ? undefined : this.#missing(wait.peers())
    if (wait.missing !== undefined) return
    this.#waiting.delete(wait)
    wait.resolve()
  }

  #missing(peers: Iterable<PeerName>): PeerName | undefined {
    for (const peer of peers) if (!this.#ready.has(peer)) return peer
    return undefined
  }
}

/** Somebody who waits for all of some peers. */
interface Wait {
  readonly peers: () => Iterable<PeerName>
  /** One of them that has not joined. */
  missing: PeerName | undefined
  readonly resolve: () => void
}
