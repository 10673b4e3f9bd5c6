// When the page comes up: peers go before pictures, a room's own one and those of a Lab.

import type { Stage } from '../../src/event/schema.ts'
import type { PeerSnapshot } from '../../src/peer/dht-peer.ts'

/** What decides it. */
export interface Arrival {
  /** Milliseconds on the viewer's clock. */
  readonly now: number
  /** What is being joined, unless something that the viewer should see stands in the way. */
  readonly arriving: 'room' | 'lab' | undefined
  /** The own peer as it is now; the World hears of it a little later. */
  readonly peer: Pick<PeerSnapshot, 'stage' | 'connections'> | undefined
  /** How late this machine runs, from 1: see base/lateness.ts. */
  readonly patience: number
  /** Whether the tab lies behind others. */
  readonly hidden: boolean
}

/** Rungs of the ladder at which a peer is in; it may get a direct wire before its first lookup has ended. */
const IN = new Set<string>(['ready', 'direct'] satisfies Stage[])

/**
 * A peer that took so long to come in, in milliseconds, gives the others as long again to meet each
 * other, times how late the machine runs: many come in on the same machine, and the page of the first
 * would keep the others from it. One that came in sooner gives a lesser share of the time it took.
 */
const CROWD_MS = 1_750

/** A peer that is in and goes on meeting others keeps the page down for so long, in milliseconds. */
const MEETING_MS = 12_000

/** One that is not in, and has come no rung further for so long, keeps it down no more, in milliseconds. */
const STUCK_MS = 30_000

/** The peers of a Lab have so long for themselves, in milliseconds from when the page was opened. */
const LAB_MS = 1_200

/**
 * Holds the page back while the own peer comes in. Its code and first pictures are most of what
 * opening one costs: eight at once on two processors kept their peers waiting for each other.
 */
export class Curtain {
  #up = $state(false)
  #due = false
  readonly #openedAt: number
  #stage: string | undefined
  #climbedAt: number
  #met = 0
  #metAt: number
  #inAt: number | undefined

  /** @param openedAt when the page was opened, in milliseconds on the viewer's clock */
  constructor(openedAt: number) {
    this.#openedAt = openedAt
    this.#climbedAt = openedAt
    this.#metAt = openedAt
  }

  /** Whether the page may be shown; once it may it always may. */
  get up(): boolean {
    return this.#up
  }

  /** Whether it waits for nothing but to be seen. */
  get due(): boolean {
    return this.#due
  }

  /** Looks whether it may be shown now. */
  look({ now, arriving, peer, patience, hidden }: Arrival): void {
    if (this.#up) return
    this.#note(now, peer)
    this.#due ||= arriving === undefined || this.#ends(arriving, now, patience)
    this.#up = this.#due && !(arriving === 'room' && hidden)
  }

  #note(now: number, peer: Arrival['peer']): void {
    const met = new Set(peer?.connections.map(({ peer: remote }) => remote)).size
    if (met !== this.#met) this.#metAt = now
    this.#met = met
    if (peer?.stage !== this.#stage) this.#climbedAt = now
    this.#stage = peer?.stage
    if (this.#inAt !== undefined || peer === undefined || !IN.has(peer.stage)) return
    this.#inAt = now
  }

  /** Whether the peer is in and has met the others, or will not for long. */
  #ends(arriving: 'room' | 'lab', now: number, patience: number): boolean {
    if (arriving === 'lab') return now - this.#openedAt >= LAB_MS
    if (this.#inAt === undefined) return now - this.#climbedAt >= STUCK_MS
    const tookMs = this.#inAt - this.#openedAt
    const share = Math.min(1, tookMs / CROWD_MS)
    return now - this.#metAt >= tookMs * share * patience || now - this.#inAt >= MEETING_MS
  }
}
