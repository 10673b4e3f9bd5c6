// Gives a libp2p host the peer book of src/peer in place of its own peer store.

import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { Clock } from '../base/clock.ts'
import { createPeerBook, type BookAges } from '../peer/peer-book.ts'

/** As libp2p's own peer store has them. */
const AGES: BookAges = { addressMs: 60 * 60 * 1_000, peerMs: 6 * 60 * 60 * 1_000 }

/**
 * Changes the peer store of a host that has not been started: nothing has been told to it yet. What
 * checks the signed records of others is still the library's, and tells them to the book.
 */
export function keepPeersInMemory(
  { peerId, peerStore, events }: Pick<KadDHTComponents, 'peerId' | 'peerStore' | 'events'>,
  clock: Clock,
): void {
  const book = createPeerBook({
    clock,
    own: peerId,
    ages: AGES,
    onUpdate(update, isOwn) {
      events.safeDispatchEvent(isOwn ? 'self:peer:update' : 'peer:update', { detail: update })
    },
  })
  Object.assign(peerStore, book)
}
