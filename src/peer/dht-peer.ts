// What a DHT peer offers, on real or virtual wires, to the page, the relay and the automation surface.

import type { Envelope } from '../event/envelope.ts'
import type { Direction, Mode, Path } from '../event/schema.ts'
import type { KadId, PeerName } from '../kad/kad-id.ts'
import type { Inventory } from './inventory/inventory.ts'
import type {
  Announcement,
  GetResult,
  History,
  Holding,
  PublishOptions,
  PublishResult,
  PutOptions,
  PutResult,
  RecordValue,
  SearchHit,
  WriteOptions,
} from './records/results.ts'

/** A peer of a DHT: it looks up, stores, serves and tells what it does. */
export interface DhtPeer {
  readonly peerId: PeerName
  readonly kadId: KadId
  /** Resolves when the routing table has its first contact. */
  readonly ready: Promise<void>
  /**
   * Stores a value on the k closest peers, itself among them when it is one. Without a key or
   * a name it is content-addressed: `/c/<sha-256>`.
   *
   * @throws InvalidKeyError, ValueTooLargeError, WrongHashError, NotPublisherError, SequenceError,
   *   RecordRejectedError, QuorumNotReachedError, NoContactsError
   */
  put(value: RecordValue, options?: PutOptions): Promise<PutResult>
  /**
   * Fetches a record; with `raw` its value is the bytes that were published, whatever they are.
   *
   * @throws InvalidKeyError, RecordNotFoundError, RecordDeletedError, NoContactsError
   */
  get(key: string, options?: { signal?: AbortSignal; raw?: boolean }): Promise<GetResult>
  /**
   * Deletes a signed record of the own peer: a signed tombstone takes its place, is replicated
   * as the record was, and expires.
   *
   * @throws InvalidKeyError, NotPublisherError, RecordNotFoundError, RecordDeletedError,
   *   RecordRejectedError, QuorumNotReachedError, NoContactsError
   */
  remove(key: string, options?: WriteOptions): Promise<PutResult>
  /**
   * The versions of a record under /m/, newest first, as far back as they are kept.
   *
   * @throws InvalidKeyError, RecordNotFoundError, NoContactsError
   */
  history(key: string, options?: { limit?: number; signal?: AbortSignal }): Promise<History>
  /**
   * Announces this peer under a namespace, and again in time, until `unregister` or `stop`.
   *
   * @throws as `put`
   */
  register(namespace: string, options?: WriteOptions & { data?: RecordValue }): Promise<PutResult>
  /** Takes the announcement back. @throws as `remove` */
  unregister(namespace: string, options?: { signal?: AbortSignal }): Promise<void>
  /** Who announced itself under a namespace, newest first. @throws InvalidKeyError, NoContactsError */
  discover(namespace: string, options?: { signal?: AbortSignal }): Promise<Announcement[]>
  /**
   * Stores a document and announces it under each of its words.
   *
   * @throws NoWordsError, and as `put`
   */
  publish(document: RecordValue, options?: PublishOptions): Promise<PublishResult>
  /** Documents that were published with all words of `text`, newest first. @throws NoWordsError, NoContactsError */
  search(text: string, options?: { signal?: AbortSignal }): Promise<SearchHit[]>
  /** What one peer holds, asked of itself; also of the own one. */
  inventory(peer: PeerName): Inventory
  /** Switches between serving, only asking, and routing without keeping records. */
  setMode(mode: Mode): Promise<void>
  /**
   * A lookup for a record key (`/u/x`) or a peer id: the k nearest peers found,
   * nearest first, the asker left out.
   *
   * @throws InvalidKeyError, NoContactsError
   */
  closest(target: string, options?: { signal?: AbortSignal }): Promise<PeerName[]>
  /** The peer's own state as it really is in kad-dht, plain JSON. */
  snapshot(): PeerSnapshot
  /** Hears every envelope that this peer emits, its first ones too, in order. Returns what stops it. */
  onEnvelope(listener: (envelope: Envelope) => void): () => void
  /** Leaves the network, politely where there is time. */
  stop(): Promise<void>
}

export interface PeerSnapshot {
  peerId: PeerName
  kadId: KadId
  name: string
  mode: Mode
  room: string
  k: number
  stage: string
  connections: { peer: PeerName; path: Path; direction: Direction }[]
  buckets: { prefix: string; depth: number; capacity: number; contacts: PeerName[] }[]
  records: Holding[]
}
