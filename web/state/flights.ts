// When each message left and ended, also of messages whose end the page's clock has not reached yet.

import type { Envelope } from '../../src/event/envelope.ts'
import type { Message } from '../../src/world/world.ts'
import type { FlightTimes } from '../draw/flight.ts'

/** The times of this many messages are kept. */
const KEPT = 20_000

/** The ends of messages by rpc id, so that one can be drawn on its way before its end is folded. */
export class Flights {
  readonly #times = new Map<string, FlightTimes>()

  /** Takes note of what an envelope tells of a message. */
  hear({ at, event }: Envelope): void {
    if (event.kind === 'rpc.sent') {
      this.#times.set(event.rpc, { sentAt: at, endedAt: undefined, failed: false })
      this.#forget()
    } else if (event.kind === 'rpc.answered' || event.kind === 'rpc.failed') {
      const sent = this.#times.get(event.rpc)
      const failed = event.kind === 'rpc.failed'
      if (sent !== undefined) this.#times.set(event.rpc, { ...sent, endedAt: at, failed })
    }
  }

  /** When a message left and ended: as it was heard, else as the World has it. */
  of({ rpc, sentAt, endedAt, state }: Message): FlightTimes {
    return this.#times.get(rpc) ?? { sentAt, endedAt, failed: state === 'failed' }
  }

  #forget(): void {
    if (this.#times.size <= KEPT) return
    const [oldest] = this.#times.keys()
    if (oldest !== undefined) this.#times.delete(oldest)
  }
}
