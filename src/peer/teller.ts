// Puts a peer's events into envelopes and hands them to whoever listens.

import type { Cancel, Clock } from '../base/clock.ts'
import { Emitter } from '../base/emitter.ts'
import type { Envelope } from '../event/envelope.ts'
import type { Event, EventKind, EventOf } from '../event/event.ts'
import type { Tier } from '../event/schema.ts'
import type { PeerName } from '../kad/kad-id.ts'
import type { Ledger, Seen, SeenKind } from './ledger.ts'

/** Says that something happened, at a time that its caller has just asked for, else now. */
export type Tell = (event: Event, at?: number) => void

/** Says that something happened which is put into words when somebody reads it: where its moment is dear. */
export type TellSeen = (kind: SeenKind, seen: Seen, at: number) => void

/** The kinds that are put into words at once. */
type PartKind = Exclude<EventKind, SeenKind>

/** The one place where a peer's events get their number and time. */
export interface Teller {
  readonly tell: Tell
  readonly tellSeen: TellSeen
  /**
   * Hears every envelope from now on, in order, and first of all the opening: what was told
   * when there was nobody to listen yet. Returns what stops it.
   */
  onEnvelope(listener: (envelope: Envelope) => void): Cancel
  /**
   * Hears the events of one kind from now on, at once: what the peer's own parts go by, who would each
   * hear a dozen messages of every lookup otherwise. Returns what stops it.
   */
  on<Kind extends PartKind>(kind: Kind, listener: (event: EventOf<Kind>) => void): Cancel
  /** Tells nothing from now on: a peer that has stopped is silent. */
  close(): void
}

/** Whose events they are, and where they go. */
export interface TellerInit {
  readonly peer: PeerName
  readonly source: Tier
  readonly clock: Clock
  /** Takes all that is told; what was seen is put into words there. @default none */
  readonly ledger?: Pick<Ledger, 'add'> | undefined
}

/** So many of the first envelopes are told to whoever comes to listen later. */
const OPENING = 100

/**
 * Makes the teller of one peer. `seq` begins with the clock's time, so that a peer that
 * comes back under the same id (a reloaded tab) goes on counting upwards.
 */
export function createTeller({ peer, source, clock, ledger }: TellerInit): Teller {
  const listeners = new Set<(envelope: Envelope) => void>()
  const parts = new Emitter<{ [Kind in EventKind]: EventOf<Kind> }>()
  const opening: Envelope[] = []
  let seq = Math.max(0, Math.floor(clock.now()))
  let closed = false

  const tell: Tell = (event, at = clock.now()) => {
    if (closed) return
    const envelope: Envelope = { seq: seq++, at, peer, source, event }
    if (opening.length < OPENING) opening.push(envelope)
    ledger?.add(envelope)
    for (const listener of listeners) listener(envelope)
    parts.emit(event.kind, event)
  }

  return {
    tell,
    tellSeen(kind, seen, at) {
      const isHeard = opening.length < OPENING || listeners.size > 0
      if (ledger === undefined || isHeard) tell(seen.say(kind), at)
      else if (!closed) ledger.add({ seq: seq++, at, peer, source, kind, seen })
    },
    onEnvelope(listener) {
      for (const envelope of opening) listener(envelope)
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    on: (kind, listener) => parts.on(kind, listener),
    close() {
      closed = true
    },
  }
}
