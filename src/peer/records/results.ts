// What the record layer takes and answers with: plain data, for the page, the shell and scripts.

import type { InventoryEntry } from '../inventory/protocol.ts'
import type { PeerName, RecordKey } from '../../kad/kad-id.ts'

/** A value as users hand it in: JSON objects are stored as UTF-8 JSON text. */
export type RecordValue = string | object | Uint8Array

/** How many of the peers that should hold a record must confirm it. */
export type Quorum = 'one' | 'majority' | 'all'

/** How something is written. */
export interface WriteOptions {
  /** @default one */
  readonly quorum?: Quorum
  readonly signal?: AbortSignal
}

/** Where and how a value is stored. */
export interface PutOptions extends WriteOptions {
  /** A whole key; it wins over `namespace` and `name`. */
  readonly key?: string
  /** @default c, or m when there is a name */
  readonly namespace?: 'c' | 'm' | 'u'
  /** Makes the key /m/<own peer id>/<name> or /u/<name>. */
  readonly name?: string
  /** Of a signed record. @default one more than that of the latest version found */
  readonly sequence?: number
}

/** How a document is published. */
export interface PublishOptions {
  /** The words to find it by. @default the words of the document and its title */
  readonly words?: string
  /** @default the document's first words */
  readonly title?: string
  /** Publishes it as /m/<own peer id>/<name> and not under its hash. */
  readonly name?: string
  readonly signal?: AbortSignal
}

export interface PutResult {
  key: RecordKey
  /** The peers that confirmed a copy, nearest first; the own one where it holds one. */
  replicas: PeerName[]
  /** How many peers should hold it: k, or all where there are fewer. */
  wanted: number
  /** The highest quorum that was reached. */
  quorum: Quorum
  /** Peers that were asked on the way. */
  asked: number
  ms: number
  /** Of a signed record. */
  sequence?: number
}

export interface GetResult {
  key: RecordKey
  value: RecordValue
  /** Who answered with the value. */
  from: PeerName
  asked: number
  ms: number
  /** Of a signed record. */
  publisher?: PeerName
  /** Of a signed record. */
  sequence?: number
  /** Milliseconds since the epoch, by the clock of who published it. */
  publishedAt?: number
}

/** One version of a record under /m/. */
export interface VersionResult {
  sequence: number
  publishedAt: number
  /** SHA-256 of its signed envelope, as hex digits: kept under /c/ once a later one replaced it. */
  hash: string
  /** That of the version before. */
  previous?: string
  deleted: boolean
  /** Left out when it is a deletion. */
  value?: RecordValue
}

export interface History {
  key: RecordKey
  /** Newest first. */
  versions: VersionResult[]
  /** Whether the last of them is the first version. */
  complete: boolean
}

/** A peer that announced itself under a namespace. */
export interface Announcement {
  namespace: string
  peer: PeerName
  data: RecordValue
  publishedAt: number
}

export interface PublishResult {
  key: RecordKey
  title: string
  /** The words that it can be found by. */
  words: string[]
}

/** A document that a search found. */
export interface SearchHit {
  key: RecordKey
  title: string
  words: string[]
  publisher: PeerName
  publishedAt: number
}

/** One copy that a peer holds, in its snapshot: tombstones are left out. */
export type Holding = Omit<InventoryEntry, 'deleted'>
