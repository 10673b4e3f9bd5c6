// What the automation surface can do with records.

import type { Mode } from '../src/event/schema.ts'
import type { PeerName } from '../src/kad/kad-id.ts'
import type { DhtPeer } from '../src/peer/dht-peer.ts'
import { readShelf, type ShelfReading } from '../src/peer/inventory/read-shelf.ts'
import type {
  Announcement,
  GetResult,
  History,
  PublishOptions,
  PublishResult,
  PutOptions,
  PutResult,
  Quorum,
  RecordValue,
  SearchHit,
} from '../src/peer/records/results.ts'

/** The record methods of `window.kadscope`, by the page's own peer. All results are plain JSON. */
export interface RecordAutomation {
  /**
   * Stores a value under its hash, a key, or `namespace` and `name`.
   *
   * @throws InvalidKeyError, ValueTooLargeError, WrongHashError, NotPublisherError, SequenceError,
   *   RecordRejectedError, QuorumNotReachedError, NoContactsError
   */
  put(value: RecordValue, options?: Omit<PutOptions, 'signal'>): Promise<PutResult>
  /** @throws InvalidKeyError, RecordNotFoundError, RecordDeletedError, NoContactsError */
  get(key: string): Promise<GetResult>
  /** Deletes a signed record of the own peer. @throws NotPublisherError, RecordNotFoundError, and as `put` */
  remove(key: string, options?: { quorum?: Quorum }): Promise<PutResult>
  /** The versions of a record under /m/, newest first. @throws InvalidKeyError, RecordNotFoundError */
  history(key: string, options?: { limit?: number }): Promise<History>
  /** Announces the own peer under a namespace until `unregister`. @throws as `put` */
  register(namespace: string, options?: { data?: RecordValue }): Promise<PutResult>
  /** @throws as `remove` */
  unregister(namespace: string): Promise<void>
  /** Who announced itself under a namespace, newest first. @throws InvalidKeyError, NoContactsError */
  discover(namespace: string): Promise<Announcement[]>
  /** Stores a document that can be found by its words. @throws NoWordsError, and as `put` */
  publish(document: RecordValue, options?: Omit<PublishOptions, 'signal'>): Promise<PublishResult>
  /** Documents with all words of `text`. @throws NoWordsError, NoContactsError */
  search(text: string): Promise<SearchHit[]>
  /**
   * All that a peer says it holds. @default the own peer
   *
   * @throws InventoryUnavailableError, TooManyRequestsError, InventoryRefusedError
   */
  inventory(peer?: PeerName): Promise<ShelfReading>
  /** Switches the own peer between serving, only asking, and routing without keeping records. */
  setMode(mode: Mode): Promise<void>
}

/** The record methods of the peer that `whenOpened` resolves with. */
export function recordAutomation(whenOpened: () => Promise<DhtPeer>): RecordAutomation {
  return {
    put: async (value, options) => (await whenOpened()).put(value, options),
    get: async (key) => (await whenOpened()).get(key),
    remove: async (key, options) => (await whenOpened()).remove(key, options),
    history: async (key, options) => (await whenOpened()).history(key, options),
    register: async (namespace, options) => (await whenOpened()).register(namespace, options),
    unregister: async (namespace) => (await whenOpened()).unregister(namespace),
    discover: async (namespace) => (await whenOpened()).discover(namespace),
    publish: async (document, options) => (await whenOpened()).publish(document, options),
    search: async (text) => (await whenOpened()).search(text),
    async inventory(name) {
      const peer = await whenOpened()
      return readShelf(peer.inventory(name ?? peer.peerId))
    },
    setMode: async (mode) => (await whenOpened()).setMode(mode),
  }
}
