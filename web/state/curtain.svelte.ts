// When the views come up: in a room peers go before pictures, so the own one gets in first.

import type { Stage } from '../../src/event/schema.ts'
import type { PeerSnapshot } from '../../src/peer/dht-peer.ts'

/** What decides it. */
export interface Arrival {
  /** Milliseconds on the viewer's clock. */
  readonly now: number
  /** Whether a room is being joined, and nothing that the viewer should see stands in the way. */
  readonly arriving: boolean
  /** The own peer as it is now; the World hears of it a little later. */
  readonly peer: Pick<PeerSnapshot, 'stage' | 'connections'> | undefined
}

/** Rungs of the ladder at which a peer is in; it may get a direct wire before its first lookup has ended. */
const IN = new Set<string>(['ready', 'direct'] satisfies Stage[])

/**
 * The others get so much of the time that it took to come in, to meet each other: where that was
 * slow, many come in on the same machine.
 */
const SHARE = 0.4

/** However long that takes, the views come up so long after the page was opened, in milliseconds. */
const MOST_MS = 12_000

/**
 * Holds the views back while the own peer comes in. Their code and first pictures are most of what
 * opening a page costs: eight at once on two processors kept their peers waiting for each other.
 */
export class Curtain {
  #up = $state(false)
  readonly #openedAt: number
  #met = 0
  #metAt: number
  #tookMs: number | undefined

  /** @param openedAt when the page was opened, in milliseconds on the viewer's clock */
  constructor(openedAt: number) {
    this.#openedAt = openedAt
    this.#metAt = openedAt
  }

  /** Whether the views may be shown; once they may they always may. */
  get up(): boolean {
    return this.#up
  }

  /** Looks whether they may be shown now. */
  look({ now, arriving, peer }: Arrival): void {
    if (this.#up) return
    const met = new Set(peer?.connections.map(({ peer: remote }) => remote)).size
    if (met !== this.#met) this.#metAt = now
    this.#met = met
    const openMs = now - this.#openedAt
    if (peer !== undefined && IN.has(peer.stage)) this.#tookMs ??= openMs
    const settled = this.#tookMs !== undefined && now - this.#metAt >= this.#tookMs * SHARE
    this.#up = !arriving || settled || openMs >= MOST_MS
  }
}
