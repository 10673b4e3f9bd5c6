// What peers would have said at the end: a worker that dies takes them with it in the middle of a word.

import type { Envelope } from '../../src/event/envelope.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'

/** Why they stopped, in their `peer.stopped`. */
const REASON = 'the Lab’s worker has died'

/** Remembers who runs and how far each has counted. */
export class LastWords {
  readonly #seq = new Map<PeerName, number>()

  hear(envelopes: readonly Envelope[]): void {
    for (const { peer, seq, event } of envelopes) {
      if (event.kind === 'peer.stopped') this.#seq.delete(peer)
      else this.#seq.set(peer, seq)
    }
  }

  /** That all who ran have stopped, at that time; they run no more after that. */
  farewell(at: number): Envelope[] {
    const envelopes = [...this.#seq].map(([peer, seq]): Envelope => ({
      seq: seq + 1,
      at,
      peer,
      source: 'lab',
      event: { kind: 'peer.stopped', reason: REASON },
    }))
    this.#seq.clear()
    return envelopes
  }
}
