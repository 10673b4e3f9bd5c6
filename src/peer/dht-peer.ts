// What a DHT peer offers, on real or virtual wires, to the page, the relay and the automation surface.

import type { Envelope } from '../event/envelope.ts'
import type { Direction, Mode, Path } from '../event/schema.ts'
import type { KadId, PeerName, RecordKey } from '../kad/kad-id.ts'

/** A peer of a DHT: it looks up, stores, serves and tells what it does. */
export interface DhtPeer {
  readonly peerId: PeerName
  readonly kadId: KadId
  /** Resolves when the routing table has its first contact. */
  readonly ready: Promise<void>
  /**
   * Stores a value on the k closest peers, itself among them when it is one.
   * Without a key it is content-addressed: `/c/<sha-256>`.
   *
   * @throws InvalidKeyError, ValueTooLargeError, RecordRejectedError, NoContactsError
   */
  put(value: RecordValue, options?: { key?: string; signal?: AbortSignal }): Promise<PutResult>
  /** @throws InvalidKeyError, RecordNotFoundError, NoContactsError */
  get(key: string, options?: { signal?: AbortSignal }): Promise<GetResult>
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

/** A value as users hand it in: JSON objects are stored as UTF-8 JSON text. */
export type RecordValue = string | object | Uint8Array

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
  records: {
    key: RecordKey
    bytes: number
    storedAt: number
    storedBy: PeerName
    served: number
    expiresAt: number
  }[]
}

export interface PutResult {
  key: RecordKey
  /** The peers that confirmed a copy, nearest first; the own one where it holds one. */
  replicas: PeerName[]
  /** Peers that were asked on the way. */
  asked: number
  ms: number
}

export interface GetResult {
  key: RecordKey
  value: RecordValue
  /** Who answered with the value. */
  from: PeerName
  asked: number
  ms: number
}
