// Which peers of a Lab have joined, and the wait until all have.

import type { Envelope } from '../event/envelope.ts'
import type { PeerName } from '../kad/kad-id.ts'

/** Hears which peers have made their first lookup and refresh. */
export class Readiness {
  readonly #ready = new Set<PeerName>()
  readonly #waiting = new Set<() => void>()
  #stopped = false

  /** Takes in one envelope. */
  hear({ event, peer }: Envelope): void {
    if (event.kind !== 'join.advanced' || event.stage !== 'ready') return
    this.#ready.add(peer)
    this.changed()
  }

  has(peer: PeerName): boolean {
    return this.#ready.has(peer)
  }

  /** Resolves when all that `peers` names have joined, or nothing runs any more. */
  until(peers: () => readonly PeerName[]): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!this.#stopped && !peers().every((peer) => this.#ready.has(peer))) return
        this.#waiting.delete(check)
        resolve()
      }
      this.#waiting.add(check)
      check()
    })
  }

  /** Peers came or went: who waits looks again. */
  changed(): void {
    for (const check of [...this.#waiting]) check()
  }

  /** Nobody waits any longer. */
  stop(): void {
    this.#stopped = true
    this.changed()
  }
}
