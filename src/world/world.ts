// The World: what is known of all peers at one moment, a plain value folded from envelopes.

import type { EventOf } from '../event/event.ts'
import type {
  Agent,
  Direction,
  FaultType,
  Mode,
  Operation,
  Outcome,
  Path,
  RpcType,
  Stage,
} from '../event/schema.ts'
import type { KadId, PeerName, RecordKey } from '../kad/kad-id.ts'
import type { VersionMap } from './version-map.ts'
import type { VersionRow } from './version-row.ts'
import type { Spot } from './version-values.ts'

/** Everything that the views read. All times are milliseconds on the source's clock. */
export interface World {
  /** Time of the latest envelope; 0 before the first. */
  readonly at: number
  /** Envelopes folded so far. */
  readonly count: number
  /**
   * Grows whenever who is there, what they are or how they are wired changes; while it stays
   * the same, a picture of these need not be made anew.
   */
  readonly wiring: number
  readonly peers: VersionMap<PeerName, Peer>
  /** The latest lookups, oldest first; bounded, see `LOOKUPS_KEPT`. */
  readonly lookups: VersionMap<string, Lookup>
  /** How many of `lookups` have finished. */
  readonly lookupsFinished: number
  /** Messages under way and those that ended in the last `MESSAGES_KEPT_MS`, oldest first. */
  readonly messages: VersionRow<Message>
  readonly records: VersionMap<RecordKey, StoredRecord>
  readonly faults: VersionMap<string, Fault>
}

/** A peer as the others and itself have told of it. */
export interface Peer {
  readonly peerId: PeerName
  readonly kadId: KadId
  /** `amber-fox`, made from the kad id. */
  readonly name: string
  /** Whether the peer itself has spoken, not only others of it. */
  readonly heard: boolean
  /** False after it stopped, or when the last wire to it closed; follows from the next two. */
  readonly live: boolean
  readonly standing: Standing
  /** Open ends of wires that lead to it, at peers whose own standing is `speaking`. */
  readonly wires: number
  /** The highest `seq` heard from it in its present run; -1 before the first. */
  readonly lastSeq: number
  /** Set when it began to count anew: envelopes from before this time are of an earlier run. */
  readonly notBefore: number | undefined
  readonly mode: Mode
  readonly agent: Agent | undefined
  /** Bucket size; 0 while unknown. */
  readonly k: number
  readonly startedAt: number | undefined
  readonly lastHeardAt: number | undefined
  readonly stage: Stage | undefined
  /** The ladder of joining so far, with the milliseconds since start. */
  readonly stages: readonly { readonly stage: Stage; readonly ms: number; readonly at: number }[]
  /** Its latest attempts to reach a relay, newest last; bounded. */
  readonly relays: readonly EventOf<'relay.dialed'>[]
  /** The relays at which it can be reached now. */
  readonly reservations: readonly PeerName[]
  readonly contacts: VersionMap<PeerName, Contact>
  /** Prefixes that have been split; the leaves are the buckets. */
  readonly splits: VersionMap<string, string>
  /** What happened to its table last; read it by `newsOf`. */
  readonly tableNews: TableNewsChain | undefined
  /** Its ends of wires, by connection id. */
  readonly connections: VersionMap<string, Connection>
  /** The records that it holds. */
  readonly holds: VersionMap<RecordKey, RecordKey>
  /** Its messages under way, as they left, oldest first; bounded. */
  readonly open: readonly Message[]
  /** Messages sent and served so far, as far as they were seen. */
  readonly sent: number
  readonly served: number
}

/**
 * What speaks for a peer being there: `unheard` and `doubted` peers are live while a wire
 * leads to them, `speaking` ones always and `stopped` ones never. A peer is doubted when
 * somebody closed their last wire to it and it has not spoken since.
 */
export type Standing = 'unheard' | 'speaking' | 'doubted' | 'stopped'

/** An entry of a routing table. */
export interface Contact {
  readonly peerId: PeerName
  readonly kadId: KadId
  readonly addedAt: number
  /** Last proof of life, to the second: see `SEEN_MS`. */
  readonly seenAt: number
}

/** Something that happened to a routing table. */
export interface TableNews {
  readonly at: number
  readonly event: EventOf<'contact.added' | 'contact.removed' | 'contact.pinged' | 'bucket.split'>
}

/** News of a table, each with those before it. */
export interface TableNewsChain extends TableNews {
  readonly before: TableNewsChain | undefined
  readonly length: number
}

/** One end of a wire. */
export interface Connection {
  readonly remote: PeerName
  readonly path: Path
  readonly direction: Direction
  readonly openedAt: number
}

/** A lookup, its messages in the order in which they were sent. */
export interface Lookup {
  readonly lookup: string
  readonly by: PeerName
  readonly operation: Operation
  readonly target: KadId
  readonly key: RecordKey | undefined
  readonly background: boolean
  readonly startedAt: number
  readonly finishedAt: number | undefined
  readonly ms: number | undefined
  readonly outcome: Outcome | undefined
  readonly error: string | undefined
  readonly closest: readonly PeerName[]
  readonly messages: readonly Message[]
}

/** A request and what became of it. */
export interface Message {
  readonly rpc: string
  /** Where it is in the World's `messages`. */
  readonly spot: Spot
  readonly from: PeerName
  readonly to: PeerName
  readonly type: RpcType
  readonly target: KadId
  readonly key: RecordKey | undefined
  readonly lookup: string | undefined
  readonly path: number | undefined
  readonly dialMs: number
  readonly sentAt: number
  readonly endedAt: number | undefined
  readonly ms: number | undefined
  readonly state: 'sent' | 'answered' | 'failed'
  readonly error: string | undefined
  readonly bytes: number
  readonly closer: readonly PeerName[]
  readonly hasRecord: boolean
}

/** A record and who holds it. */
export interface StoredRecord {
  readonly key: RecordKey
  readonly kadId: KadId
  readonly firstSeenAt: number
  /** Also copies at peers that are not live: those may come back. */
  readonly holders: VersionMap<PeerName, Holding>
  /** Whether a copy was ever seen: if so and nobody holds one now, the record is lost. */
  readonly everHeld: boolean
  /** The latest refusals, newest last; bounded. */
  readonly rejections: readonly {
    readonly at: number
    readonly by: PeerName
    readonly from: PeerName
    readonly reason: string
  }[]
}

/** One peer's copy of a record. */
export interface Holding {
  readonly bytes: number
  readonly storedBy: PeerName
  readonly storedAt: number
  /** Infinity while nobody has told. */
  readonly expiresAt: number
  readonly served: number
  readonly lastServedAt: number | undefined
  /** The first digits of the value's SHA-256; undefined while nobody has told. */
  readonly hash: string | undefined
  /** Of signed records. */
  readonly sequence: number | undefined
}

/** A fault that is in force. */
export interface Fault {
  readonly fault: string
  readonly type: FaultType
  readonly peers: readonly PeerName[]
  readonly amount: number | undefined
  /** It hits the wires between `peers` and no other wire of theirs. */
  readonly between: boolean
  readonly setAt: number
}
