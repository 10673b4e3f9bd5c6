// What the peers of one process have seen, until it is put into words: for who takes it by the batch.

import type { Envelope } from '../event/envelope.ts'
import type { EventOf } from '../event/event.ts'

/** What is told of each message: so often that it may be put into words later. */
export type SeenKind = 'rpc.sent' | 'rpc.answered' | 'rpc.served'

/** Something that was seen and does not change any more: it can say later what it was. */
export interface Seen {
  /** The event of that kind, of those that it tells. */
  say(kind: SeenKind): EventOf<SeenKind>
}

/** An envelope whose event has not been put into words. */
export interface Unsaid extends Omit<Envelope, 'event'> {
  readonly kind: SeenKind
  readonly seen: Seen
}

/** So many wait at most: they are young when they are handed on, and still at hand for who reads them. */
const MOST = 256

/**
 * Keeps what is told in its order, and hands it on when it is asked to or when much waits. At the
 * moment itself little is done: between two messages of a lookup the code that puts them into words
 * has gone cold, and takes ten times as long as in a batch.
 */
export class Ledger {
  readonly #hear: (envelopes: readonly Envelope[]) => void
  #entries: (Envelope | Unsaid)[] = []

  /** @param hear takes what was told since it was called last, in order */
  constructor(hear: (envelopes: readonly Envelope[]) => void) {
    this.#hear = hear
  }

  /** Takes one more. */
  add(entry: Envelope | Unsaid): void {
    this.#entries.push(entry)
    if (this.#entries.length >= MOST) this.handOn()
  }

  /** Hands on what has been taken since the last time. */
  handOn(): void {
    const entries = this.#entries
    if (entries.length === 0) return
    this.#entries = []
    this.#hear(entries.map((entry) => ('event' in entry ? entry : inWords(entry))))
  }
}

/** The envelope, with its event. */
export function inWords({ seq, at, peer, source, kind, seen }: Unsaid): Envelope {
  return { seq, at, peer, source, event: seen.say(kind) }
}
