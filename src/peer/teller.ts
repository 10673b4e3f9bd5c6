// Puts a peer's events into envelopes and hands them to whoever listens.

import type { Clock } from '../base/clock.ts'
import type { Envelope } from '../event/envelope.ts'
import type { Event } from '../event/event.ts'
import type { Tier } from '../event/schema.ts'
import type { PeerName } from '../kad/kad-id.ts'

/** Says that something happened, at a time that its caller has just asked for, else now. */
export type Tell = (event: Event, at?: number) => void

/** The one place where a peer's events get their number and time. */
export interface Teller {
  readonly tell: Tell
  /**
   * Hears every envelope from now on, in order, and first of all the opening: what was told
   * when there was nobody to listen yet. Returns what stops it.
   */
  onEnvelope(listener: (envelope: Envelope) => void): () => void
  /** Tells nothing from now on: a peer that has stopped is silent. */
  close(): void
}

/** So many of the first envelopes are told to whoever comes to listen later. */
const OPENING = 100

/**
 * Makes the teller of one peer. `seq` begins with the clock's time, so that a peer that
 * comes back under the same id (a reloaded tab) goes on counting upwards.
 */
export function createTeller(init: { peer: PeerName; source: Tier; clock: Clock }): Teller {
  const listeners = new Set<(envelope: Envelope) => void>()
  const opening: Envelope[] = []
  let seq = Math.max(0, Math.floor(init.clock.now()))
  let closed = false
  return {
    tell(event, at = init.clock.now()) {
      if (closed) return
      const envelope: Envelope = {
        seq: seq++,
        at,
        peer: init.peer,
        source: init.source,
        event,
      }
      if (opening.length < OPENING) opening.push(envelope)
      for (const listener of listeners) listener(envelope)
    },
    onEnvelope(listener) {
      for (const envelope of opening) listener(envelope)
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    close() {
      closed = true
    },
  }
}
