// Spares a peer store what it was told and asked with every stream and every message.

import type { Peer, PeerId, PeerInfo, PeerStore } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { Clock } from '../base/clock.ts'

/** What the store said of a peer is taken for so long, in milliseconds: addresses grow old in it. */
const FRESH_MS = 60_000

/**
 * Changes `store` so that what it knows already is not told to it again: that a peer speaks a
 * protocol, and at which addresses it is; and so that these are not read anew each time.
 *
 * libp2p 3.3 notes with every stream, at both ends, that the other peer speaks the stream's protocol,
 * and kad-dht reads the addresses of each peer that it names in an answer, and notes those of each
 * that an answer names. Each time that is a lock, and a record that is read and parsed with all its
 * addresses: a tenth of the time of eight tabs that meet.
 */
export function spareStore(
  store: PeerStore,
  events: KadDHTComponents['events'],
  clock: Clock,
): void {
  /** What the store last said of whom, as an answer to a write or to a question. */
  const said = new Map<string, { readonly peer: Peer; readonly at: number }>()
  /** Counts the answers, so that one which comes late takes no other's place. */
  let answers = 0

  function known(id: PeerId): Peer | undefined {
    const latest = said.get(id.toString())
    return latest !== undefined && clock.now() - latest.at < FRESH_MS ? latest.peer : undefined
  }

  function note(peer: Peer): Peer {
    answers += 1
    const name = peer.id.toString()
    const now = clock.now()
    // The oldest stand first: what is of no use any more goes, also of those that are only heard of.
    said.delete(name)
    said.set(name, { peer, at: now })
    for (const [old, { at }] of said) {
      if (now - at < FRESH_MS) break
      said.delete(old)
    }
    return peer
  }

  function forget(id: PeerId): void {
    answers += 1
    said.delete(id.toString())
  }

  store.getInfo = async (id, options): Promise<PeerInfo> => {
    let peer = known(id)
    if (peer === undefined) {
      const before = answers
      peer = await store.get(id, options)
      if (answers === before) note(peer)
    }
    return { id: peer.id, multiaddrs: peer.addresses.map(({ multiaddr }) => multiaddr) }
  }

  const merge = store.merge.bind(store)
  store.merge = async (id, data, options) => {
    const peer = known(id)
    return peer !== undefined && saysNothingNew(data, peer)
      ? peer
      : note(await merge(id, data, options))
  }
  for (const replace of ['patch', 'save'] as const) {
    const really = store[replace].bind(store)
    store[replace] = async (id, data, options) => note(await really(id, data, options))
  }
  const remove = store.delete.bind(store)
  store.delete = async (id, options) => {
    await remove(id, options)
    forget(id)
  }
  events.addEventListener('peer:disconnect', ({ detail }) => {
    forget(detail)
  })
}

/** Whether nothing is told but addresses and protocols, and the peer is known to have all of them. */
function saysNothingNew(data: Parameters<PeerStore['merge']>[1], peer: Peer): boolean {
  const { protocols = [], multiaddrs = [], ...rest } = data
  return (
    Object.keys(rest).length === 0 &&
    protocols.every((one) => peer.protocols.includes(one)) &&
    multiaddrs.every((one) => peer.addresses.some(({ multiaddr }) => multiaddr.equals(one)))
  )
}
