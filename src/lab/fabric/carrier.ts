// Takes things from peer to peer in the weather's time, in order, or loses them; and counts.

import type { Clock } from '../../base/clock.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import type { Carry } from '../../peer/virtual-stream.ts'
import type { Weather } from './weather.ts'

/** Counters of the fabric. */
export interface FabricCounts {
  /** Messages carried so far. */
  messages: number
  bytes: number
  lost: number
  /** Messages on their way now. */
  inFlight: number
  /** Wires that are open now. */
  wires: number
}

/** Everything that passes between peers passes here. */
export class Carrier {
  readonly #clock: Clock
  readonly #weather: Weather
  /** Messages that each peer has taken in so far. */
  readonly received = new Map<PeerName, number>()
  readonly counts: FabricCounts = { messages: 0, bytes: 0, lost: 0, inFlight: 0, wires: 0 }

  constructor(clock: Clock, weather: Weather) {
    this.#clock = clock
    this.#weather = weather
  }

  /** One direction of a stream: nothing on it overtakes what was sent before. */
  lane(from: PeerName, to: PeerName): Carry {
    let clearAt = -Infinity
    return (bytes, arrive) => {
      if (bytes > 0) {
        this.counts.messages++
        this.counts.bytes += bytes
        if (this.#weather.loses(from, to)) {
          this.counts.lost++
          return
        }
      }
      this.counts.inFlight++
      const deliver = (): void => {
        this.counts.inFlight--
        if (!this.#weather.reaches(from, to)) return
        if (bytes > 0) this.received.set(to, (this.received.get(to) ?? 0) + 1)
        arrive()
      }
      const ms = this.#weather.delay(from, to, bytes)
      if (ms === 0 && clearAt === -Infinity) {
        // As `queueMicrotask`, for which Node makes an object to follow it by.
        void Promise.resolve().then(deliver)
        return
      }
      const now = this.#clock.now()
      clearAt = Math.max(clearAt, now + ms)
      this.#clock.after(clearAt - now, deliver)
    }
  }

  /** Waits for the way there and back. Returns the milliseconds that it took. */
  async roundTrip(from: PeerName, to: PeerName): Promise<number> {
    const ms = this.#weather.delay(from, to, 0) + this.#weather.delay(to, from, 0)
    if (ms > 0) await this.wait(ms)
    return ms
  }

  /** Waits `ms` milliseconds. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.after(ms, resolve)
    })
  }
}
