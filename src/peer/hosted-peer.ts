// What a DHT peer is made with, and what those that host one have of it.

import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { EventOf } from '../event/event.ts'
import type { Agent, Mode, Stage, Tier } from '../event/schema.ts'
import type { PeerName } from '../kad/kad-id.ts'
import type { KeyPool } from '../kad/key-pool.ts'
import type { DhtPeer } from './dht-peer.ts'
import type { ProviderRecords } from './files/provider-records.ts'
import type { Upkeep } from './join.ts'
import type { OpenStream } from './kad-messages.ts'
import type { Teller } from './teller.ts'

/** The rules of a DHT that all its peers share. */
export interface DhtRules {
  /** The room's name, for the snapshot. */
  readonly room: string
  readonly protocol: string
  readonly k: number
  readonly alpha: number
  readonly disjointPaths: number
  readonly republishMs: number
  readonly expireMs: number
  readonly maxValueBytes: number
  /** Records that a peer holds at most. @default 2,000 */
  readonly mostRecords?: number
}

export interface DhtPeerInit {
  readonly components: KadDHTComponents
  /** How streams for messages are opened. @default as libp2p's connection manager does it */
  readonly openStream?: OpenStream | undefined
  readonly rules: DhtRules
  readonly agent: Agent
  readonly source: Tier
  /** A client asks and never serves. @default server */
  readonly mode?: Mode
  /** Peers to ask first when joining; may change. @default none */
  readonly bootstraps?: () => readonly PeerName[]
  /** Where this peer tells what it does. @default one of its own */
  readonly teller?: Teller
  readonly clock?: Clock
  readonly random?: Random
  /**
   * By how much timeouts should be longer now, see base/lateness.ts.
   * @default 1, always
   */
  readonly patience?: () => number
  /** Keys to look up when joining; peers of one process can share them. @default its own */
  readonly keys?: KeyPool
  /** How it shares the time of its process when joining. @default alone */
  readonly upkeep?: Upkeep
}

/** A peer and what only its own surroundings may use. */
export interface HostedPeer extends DhtPeer {
  /** A rung of the ladder of joining was reached; told once each. */
  advance(stage: Stage): void
  /** Offers a peer that is known from elsewhere to the table (SPEC P2). */
  meet(peer: PeerName): void
  /** Others say that a peer left: checks it, if it is a contact. */
  doubt(peer: PeerName): void
  /** Notes in the DHT of who has which files. */
  readonly providers: ProviderRecords
  /** The whole state as of now, as an event. */
  describe(): EventOf<'peer.described'>
}
