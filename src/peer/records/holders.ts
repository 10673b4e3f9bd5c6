// Sends copies of a record to the peers that should hold it.

import type { QueryEvent } from '@libp2p/kad-dht'
import { Libp2pRecord } from '@libp2p/record'
import { fromString } from 'uint8arrays/from-string'
import { describeError } from '../../base/errors.ts'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import type { RequestOptions } from '../kad-adapter.ts'
import type { Found } from '../find-closest.ts'
import type { LookupContext } from '../lookup.ts'
import type { Shelf } from './shelf.ts'

/** What the record layer needs beside a lookup's context. */
export interface RecordContext extends LookupContext {
  readonly shelf: Shelf
  readonly maxValueBytes: number
  /** Whether the own peer keeps records: servers do. */
  readonly keeps: () => boolean
}

/** A record that is sent. */
export interface SentRecord {
  readonly key: RecordKey
  readonly value: Uint8Array
  /** SHA-256 of the value, as hex digits. */
  readonly hash: string
  /** Milliseconds since the epoch; travels with the copy, so that republishing gives no new life. */
  readonly publishedAt: number
  /** Whether it is a tombstone. */
  readonly deleted: boolean
}

/** Where copies of a record went; each list nearest first. */
export interface Placement {
  /** The k closest, that should hold it. */
  readonly holders: readonly PeerName[]
  /** Who confirmed a copy. */
  readonly confirmed: readonly PeerName[]
}

/**
 * Sees that the k closest of those found and the own peer have a copy. For each that does not
 * take it, as one that only routes, the next nearest known is asked, unless `mayOffer` says
 * of those that did not that the record should not be offered any further.
 */
export async function placeCopies(
  context: RecordContext,
  found: Found,
  sent: SentRecord,
  request: RequestOptions,
  mayOffer: (refused: readonly PeerName[]) => Promise<boolean>,
): Promise<Placement> {
  const { k, own, keeps } = context
  const id = kadIdOfKey(sent.key)
  const nearest = (peers: Iterable<PeerName>, count: number): PeerName[] =>
    closestTo(id, [...new Set(peers)], count, kadIdOfPeer)
  const self = keeps() ? [own] : []
  const holders = nearest([...found.closest, ...self], k)
  const confirmed = await giveCopies(context, holders, sent, request)
  const refused = holders.filter((peer) => !confirmed.includes(peer))
  if (refused.length > 0 && (await mayOffer(refused)) && confirmed.length > 0) {
    const others = [...found.heard, ...self].filter(
      (peer) => !holders.includes(peer) && (peer !== own || keeps()),
    )
    const spare = nearest(others, refused.length)
    confirmed.push(...(await giveCopies(context, spare, sent, request)))
  }
  return { holders, confirmed: nearest(confirmed, confirmed.length) }
}

/** Gives a copy to each of `peers` at once, also to the own; resolves with those that confirmed. */
async function giveCopies(
  context: RecordContext,
  peers: readonly PeerName[],
  sent: SentRecord,
  request: RequestOptions,
): Promise<PeerName[]> {
  const { own } = context
  const others = peers.filter((peer) => peer !== own)
  const [confirmed, kept] = await Promise.all([
    sendCopies(context, others, sent, request),
    peers.includes(own) ? keepOwn(context, sent) : false,
  ])
  return kept ? [...confirmed, own] : confirmed
}

async function keepOwn({ shelf, own, tell }: RecordContext, sent: SentRecord): Promise<boolean> {
  const held = shelf.entry(sent.key)
  if (held?.hash === sent.hash && held.publishedAt >= sent.publishedAt) return true
  try {
    await shelf.store(sent.key, sent.value, sent.publishedAt)
    return true
  } catch (thrown) {
    const reason = describeError(thrown).name
    tell({ kind: 'record.rejected', key: sent.key, from: own, reason })
    return false
  }
}

/** Sends a copy to each of `peers` at once; resolves with those that confirmed, in their order. */
export async function sendCopies(
  context: RecordContext,
  peers: readonly PeerName[],
  { key, value, publishedAt, deleted }: SentRecord,
  request: RequestOptions,
): Promise<PeerName[]> {
  const dhtKey = fromString(key)
  const record = new Libp2pRecord(dhtKey, value, new Date(publishedAt)).serialize().subarray()
  const confirmed = await Promise.all(
    peers.map(async (to) => {
      if (!(await isConfirmed(context.kad.putValue(to, dhtKey, record, request)))) return false
      if (!deleted) context.tell({ kind: 'record.replicated', key, to })
      return true
    }),
  )
  return peers.filter((_, index) => confirmed[index])
}

async function isConfirmed(events: AsyncIterable<QueryEvent>): Promise<boolean> {
  let confirmed = false
  for await (const event of events) {
    if (event.name === 'PEER_RESPONSE' && event.record !== undefined) confirmed = true
  }
  return confirmed
}
