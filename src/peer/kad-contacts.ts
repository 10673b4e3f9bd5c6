// How kad-dht hears of peers and offers them to its table: shortly, and with the same result.
//
// Of each peer that an answer names or that a wire leads to kad-dht makes two or three events, asks the
// peer store for what it was just told, hashes the id and makes a queue job with four abort controllers:
// mostly to find the peer in the table.

import type { PeerId, PeerStore } from '@libp2p/interface'
import { kadIdOfPeer, kadIdToBytes, type PeerName } from '../kad/kad-id.ts'
import type { Internals } from './kad-internals.ts'
import { nameOf } from './peer-ids.ts'
import type { VerifyContact } from './verify-contact.ts'

export interface ContactsInit {
  readonly own: PeerId
  readonly peerStore: PeerStore
  /** Whether the table has a peer. */
  readonly isKnown: (peer: PeerId) => boolean
  /** Whether a newcomer may be let in. */
  readonly verify: VerifyContact
}

/** Has peers offered to the table this way. */
export function offerContacts(
  { network, topologyListener, routingTable }: Internals,
  init: ContactsInit,
): void {
  const { kb } = routingTable
  const offered = new Map<PeerName, Promise<void>>()

  const offer = (peer: PeerId): void => {
    if (routingTable.isStarted() && !init.isKnown(peer)) void kb.add(peer).catch(() => undefined)
  }
  routingTable.queueRoutingTableUpdate = offer

  // libp2p itself keeps the addresses for a DHT among its services: without them in the peer store,
  // found peers are left out of tables and answers.
  network.safeDispatchEvent = (_, { detail: { id, multiaddrs } }) => {
    if (init.isKnown(id) || id.equals(init.own)) return true
    if (multiaddrs.length > 0) init.peerStore.merge(id, { multiaddrs }).catch(() => undefined)
    offer(id)
    return true
  }
  topologyListener.dispatchEvent = (event) => {
    offer((event as CustomEvent<PeerId>).detail)
    return true
  }

  kb.add = (peerId) => {
    const name = nameOf(peerId)
    const running = offered.get(name)
    if (running !== undefined) return running
    const contact = { peerId, kadId: kadIdToBytes(kadIdOfPeer(name)), lastPing: 0 }
    const added = kb._add(contact).finally(() => offered.delete(name))
    offered.set(name, added)
    return added
  }
  kb.verify = ({ peerId }) => init.verify(peerId)
}
