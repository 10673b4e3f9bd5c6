// A session: one source of envelopes, and the own peer where there is one. All that the page knows.

import type { Envelope } from '../../src/event/envelope.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import type { DhtPeer } from '../../src/peer/dht-peer.ts'
import type { Files } from '../../src/peer/files/files.ts'
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
  /** Begins to hear what others tell; a room is silent until then, and a tab's own peer is told of all the same. */
  hear?(): void
  /** Milliseconds on the source's clock, where that is not the machine's own: a Lab's can be fast. */
  now?(): number
  /** Whether many of its peers are still joining; only a Lab's join all at once. */
  joining?(): boolean
  /** Sharing files; only a room has it. */
  files?(): Promise<Files>
  /** Why wires are as they are; only a room has real ones. */
  diagnose?(): Diagnosis
  /** More peers in this tab; only a room has them. */
  readonly extra?: ExtraPeers
  /** What a recording shows, where it says so. */
  readonly title?: string
  /** What was chosen from a longer recording, where this is only part of one. */
  readonly excerpt?: string
  /** Resolves when all of a recording has been handed out; only a recording ends. */
  readonly complete?: Promise<void>
  /** Addresses by which others can come in through this peer. */
  invitations?(): string[]
  stop(): Promise<void>
}

/** Something that stands in the way, as one sentence, and when it is tried again. */
export interface Notice {
  readonly text: string
  /** Milliseconds since the epoch; undefined when nothing is tried again by itself. */
  readonly retryAt: number | undefined
  /** Whether what answers there is no relay at all. @default false */
  readonly noRelay?: boolean
}

/**
 * Starts a session; rejects with an error whose message is a sentence for the viewer. Tells
 * `onWaiting` what it waits for, if it goes on trying by itself.
 */
export type OpenSession = (
  signal: AbortSignal,
  onWaiting: (notice: Notice) => void,
) => Promise<Session>
