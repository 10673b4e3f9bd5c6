// Spares a peer store what it was told with every stream before.

import type { Peer, PeerId, PeerStore } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'

/**
 * Changes `store` so that a protocol that a connected peer speaks goes to it once.
 *
 * libp2p 3.3 notes with every stream, at both ends, that the other peer speaks the stream's protocol:
 * each time a lock, and a record that is read and parsed with all its addresses. While eight tabs
 * meet that is a twentieth of their time.
 */
export function spareMerges(store: PeerStore, events: KadDHTComponents['events']): void {
  /** What was told of whom, with the peer as the store had it then. */
  const told = new Map<string, Map<string, Peer>>()
  const forget = (id: PeerId): void => {
    told.delete(id.toString())
  }

  const merge = store.merge.bind(store)
  store.merge = async (id, data, options) => {
    const { protocols: [protocol, ...more] = [], ...rest } = data
    if (protocol === undefined || more.length > 0 || Object.keys(rest).length > 0) {
      return merge(id, data, options)
    }
    const name = id.toString()
    const spoken = told.get(name) ?? new Map<string, Peer>()
    told.set(name, spoken)
    const known = spoken.get(protocol)
    if (known !== undefined) return known
    const peer = await merge(id, data, options)
    // If the record is replaced meanwhile, this is a list that nobody looks at any more.
    spoken.set(protocol, peer)
    return peer
  }

  // What replaces the record may leave a protocol out.
  for (const replace of ['patch', 'save'] as const) {
    const really = store[replace].bind(store)
    store[replace] = (id, data, options) => {
      forget(id)
      return really(id, data, options)
    }
  }
  const remove = store.delete.bind(store)
  store.delete = (id, options) => {
    forget(id)
    return remove(id, options)
  }
  events.addEventListener('peer:disconnect', ({ detail }) => {
    forget(detail)
  })
}
