// The k closest peers to a key, found as the Kademlia paper has it.

import type { QueryEvent } from '@libp2p/kad-dht'
import { kadIdOfBytes, kadIdOfPeer, type PeerName } from '../kad/kad-id.ts'
import { closestTo } from '../kad/metric.ts'
import type { RequestOptions } from './kad-requests.ts'
import type { LookupContext } from './lookup.ts'
import { nameOf } from './peer-ids.ts'

/** What a lookup of kad-dht found. */
export interface Collected {
  /** The k closest that answered, nearest first. */
  readonly closest: PeerName[]
  /** All that answered or were named in answers, in no order. */
  readonly heard: PeerName[]
}

/** What a lookup of the k closest peers found. */
export interface Found extends Collected {
  /** Those of the k closest that are known of and gave no answer: late, or dead. */
  readonly silent: PeerName[]
  /** How many were asked. */
  readonly asked: number
}

/**
 * Finds the k closest peers to `key`.
 *
 * kad-dht asks a peer that it is told of only when that one is closer to the key than who told
 * of it. Begun near the key by somebody who knows few, such a lookup ends without some of the k
 * closest. The paper's ends when the k closest of all that were heard of have been asked
 * (Maymounkov and Mazières 2002, 2.3), so those that are left are asked here. Who has come into the
 * table since counts as heard of, and who was too late to answer before is asked once more then: in
 * a burst of joins those that were asked first may not know yet of whoever came last.
 */
export async function findClosest(
  context: Pick<LookupContext, 'own' | 'kad' | 'k'>,
  key: Uint8Array,
  request: RequestOptions,
): Promise<Found> {
  const { own, kad, k } = context
  const target = kadIdOfBytes(key)
  const progress = newProgress()
  const { heard, failed, answered } = progress
  const asked = new Set<PeerName>()
  const options: RequestOptions = {
    lookup: request.lookup,
    signal: request.signal,
    onProgress({ type, detail }) {
      if (type === 'kad-dht:query:send-query') asked.add(nameOf(detail.to))
    },
  }
  /** Who came into the table meanwhile: who was too late to answer is alive all the same. */
  const added = new Set<PeerName>()
  const stopListening = kad.onTableChange((change) => {
    if (change.kind !== 'added') return
    added.add(change.contact)
    heard.add(change.contact)
  })
  const retried = new Set<PeerName>()
  const isHopeful = (peer: PeerName): boolean =>
    answered.has(peer) || !failed.has(peer) || (added.has(peer) && !retried.has(peer))
  try {
    await follow(kad.findClosest(key, options), progress)
    for (;;) {
      const hopeful = [...heard].filter((peer) => peer !== own && isHopeful(peer))
      const left = closestTo(target, hopeful, k, kadIdOfPeer).filter((peer) => !answered.has(peer))
      if (left.length === 0) break
      for (const peer of left) if (failed.has(peer)) retried.add(peer)
      await Promise.all(left.map((peer) => follow(kad.findNode(peer, key, options), progress)))
      // Who neither answered nor failed is not waited for again.
      for (const peer of left) if (!answered.has(peer)) failed.add(peer)
    }
  } finally {
    stopListening()
  }
  const known = [...new Set([...heard, ...failed])].filter((peer) => peer !== own)
  const silent = closestTo(target, known, k, kadIdOfPeer).filter((peer) => !answered.has(peer))
  const closest = closestTo(target, answered, k, kadIdOfPeer)
  return { closest, heard: [...heard], silent, asked: asked.size }
}

/** What a lookup of kad-dht itself came to. */
export async function collectClosest(events: AsyncIterable<QueryEvent>): Promise<Collected> {
  const progress = newProgress()
  const closest = await follow(events, progress)
  return { closest, heard: [...progress.heard] }
}

/** Who answered, failed and was heard of so far. */
interface Progress {
  readonly answered: Set<PeerName>
  readonly failed: Set<PeerName>
  readonly heard: Set<PeerName>
}

function newProgress(): Progress {
  return { answered: new Set(), failed: new Set(), heard: new Set() }
}

/** Notes what the events tell; returns the peers that kad-dht ended with. */
async function follow(events: AsyncIterable<QueryEvent>, progress: Progress): Promise<PeerName[]> {
  const final: PeerName[] = []
  for await (const event of events) {
    switch (event.name) {
      case 'QUERY_ERROR':
        progress.failed.add(nameOf(event.from))
        break
      case 'FINAL_PEER':
        final.push(nameOf(event.peer.id))
        break
      case 'PEER_RESPONSE':
        progress.answered.add(nameOf(event.from))
        progress.heard.add(nameOf(event.from))
        for (const { id } of event.closer) progress.heard.add(nameOf(id))
        break
      default:
        break
    }
  }
  return final
}
