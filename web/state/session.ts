// A session: one source of envelopes, and the own peer where there is one. All that the page knows.

import type { Envelope } from '../../src/event/envelope.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import type { DhtPeer } from '../../src/peer/dht-peer.ts'
import type { Diagnosis } from '../../src/room/diagnosis.ts'
import type { ExtraPeers } from './extra-peers.ts'
import type { RoomSettings } from '../../src/room/settings.ts'

/** Which kind of reality is on the screen. */
export type SessionTier = 'room' | 'lab' | 'replay'

/** A running source of envelopes. */
export interface Session {
  readonly tier: SessionTier
  /** The viewer's own peer: its lookups are played slowly, its table is shown first. */
  readonly own: PeerName | undefined
  readonly settings: RoomSettings | undefined
  /** The own peer, for put, get, closest and snapshot; a replay has none. */
  readonly peer: DhtPeer | undefined
  /**
   * Hears all envelopes, the earlier ones too, the own peer's as well as those of others, in
   * batches and in the order in which they came. Returns what stops it.
   */
  onEnvelopes(listener: (batch: readonly Envelope[]) => void): () => void
  /** Why wires are as they are; only a room has real ones. */
  diagnose?(): Diagnosis
  /** More peers in this tab; only a room has them. */
  readonly extra?: ExtraPeers
  /** Addresses by which others can come in through this peer. */
  invitations?(): string[]
  stop(): Promise<void>
}

/** Something that stands in the way, as one sentence, and when it is tried again. */
export interface Notice {
  readonly text: string
  /** Milliseconds since the epoch; undefined when nothing is tried again by itself. */
  readonly retryAt: number | undefined
}

/**
 * Starts a session; rejects with an error whose message is a sentence for the viewer. Tells
 * `onWaiting` what it waits for, if it goes on trying by itself.
 */
export type OpenSession = (
  signal: AbortSignal,
  onWaiting: (notice: Notice) => void,
) => Promise<Session>
