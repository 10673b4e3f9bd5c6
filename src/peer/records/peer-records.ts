// The record layer of one peer, put together from its parts.

import { createGate } from '../../base/gate.ts'
import type { Random } from '../../base/random.ts'
import type { Teller } from '../teller.ts'
import type { DhtPeer } from '../dht-peer.ts'
import { createAnnouncer } from './announce.ts'
import { getRecord } from './get-record.ts'
import { historyOf } from './history.ts'
import { putRecord, removeRecord, sealTombstone, type PublishContext } from './publish.ts'
import { keepReplicated } from './replicate.ts'
import { createLibrary } from './search.ts'

/** What a peer does with records. */
export interface PeerRecords extends Pick<
  DhtPeer,
  | 'put'
  | 'get'
  | 'remove'
  | 'history'
  | 'register'
  | 'unregister'
  | 'discover'
  | 'publish'
  | 'search'
> {
  /** Gives all copies to others, for a peer that keeps none from now on. */
  handOver(): Promise<void>
  /** Signs a tombstone in place of a version. @throws NotPublisherError */
  sealTombstone(
    key: string,
    latest: { readonly sequence: number; readonly hash: string },
  ): Promise<Uint8Array>
  stop(): void
}

export interface RecordsInit extends Omit<PublishContext, 'sequences'> {
  readonly teller: Teller
  readonly random: Random
  /** How often holders see that k copies exist, in milliseconds. */
  readonly republishMs: number
  /** How long a record lives, in milliseconds. */
  readonly expireMs: number
}

/** Announcements are renewed so many times in the life of a record. */
const RENEWALS = 3

/** Reads and writes of a peer under way at once; further ones wait, so that none starves the others. */
const AT_ONCE = 16

/** Makes the record layer of a peer that runs. */
export function createRecords(init: RecordsInit): PeerRecords {
  const context: PublishContext = { ...init, sequences: new Map() }
  const replication = keepReplicated(init)
  const announcer = createAnnouncer(context, init.expireMs / RENEWALS)
  const library = createLibrary(context, announcer)
  const turn = createGate(AT_ONCE)
  return {
    put: (value, options) => turn(() => putRecord(context, value, options)),
    get: (key, options) => turn(() => getRecord(context, key, options)),
    remove: (key, options) => turn(() => removeRecord(context, key, options)),
    history: (key, options) => turn(() => historyOf(context, key, options)),
    register: (namespace, options) => announcer.register(namespace, options),
    unregister: (namespace, options) => announcer.unregister(namespace, options),
    discover: (namespace, options) => announcer.discover(namespace, options),
    publish: (document, options) => library.publish(document, options),
    search: (text, options) => library.search(text, options),
    handOver: () => replication.handOver(),
    sealTombstone: (key, latest) => sealTombstone(context, key, latest),
    stop() {
      announcer.stop()
      replication.stop()
    },
  }
}
