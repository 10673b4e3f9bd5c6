// Sends copies of a record to the peers that should hold it.

import type { QueryEvent } from '@libp2p/kad-dht'
import { Libp2pRecord } from '@libp2p/record'
import { fromString } from 'uint8arrays/from-string'
import { describeError } from '../../base/errors.ts'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import type { RequestOptions } from '../kad-requests.ts'
import type { Found } from '../find-closest.ts'
import type { LookupContext } from '../lookup.ts'
import type { Shelf } from './shelf.ts'

/** What the record layer needs beside a lookup's context. */
export interface RecordContext extends LookupContext {
  readonly shelf: Shelf
  readonly maxValueBytes: number
  /** Whether the own peer keeps records: servers do. */
  readonly keeps: () => boolean
  /** Whether others say of a contact that it left, which is being checked. */
  readonly isDoubted: (peer: PeerName) => boolean
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
  /** Which of `holders` gave no answer, as against those that refused. */
  readonly silent: readonly PeerName[]
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
  const { confirmed, silent } = await giveCopies(context, holders, sent, request)
  const refused = holders.filter((peer) => !confirmed.includes(peer))
  if (refused.length > 0 && (await mayOffer(refused)) && confirmed.length > 0) {
    const others = [...found.heard, ...self].filter(
      (peer) => !holders.includes(peer) && (peer !== own || keeps()),
    )
    const spare = nearest(others, refused.length)
    confirmed.push(...(await giveCopies(context, spare, sent, request)).confirmed)
  }
  return { holders, confirmed: nearest(confirmed, confirmed.length), silent }
}

/** What became of copies that were sent, each list in the order of their holders. */
interface Delivery {
  readonly confirmed: PeerName[]
  readonly silent: readonly PeerName[]
}

/** Gives a copy to each of `peers` at once, also to the own. */
async function giveCopies(
  context: RecordContext,
  peers: readonly PeerName[],
  sent: SentRecord,
  request: RequestOptions,
): Promise<Delivery> {
  const { own } = context
  const others = peers.filter((peer) => peer !== own)
  const [{ confirmed, silent }, kept] = await Promise.all([
    sendCopies(context, others, sent, request),
    peers.includes(own) ? keepOwn(context, sent) : false,
  ])
  return { confirmed: kept ? [...confirmed, own] : confirmed, silent }
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

/** Sends a copy to each of `peers` at once. */
export async function sendCopies(
  context: RecordContext,
  peers: readonly PeerName[],
  { key, value, publishedAt, deleted }: SentRecord,
  request: RequestOptions,
): Promise<Delivery> {
  const dhtKey = fromString(key)
  const record = new Libp2pRecord(dhtKey, value, new Date(publishedAt)).serialize().subarray()
  const answers = await Promise.all(
    peers.map(async (to) => {
      const answer = await answerOf(context.kad.putValue(to, dhtKey, record, request))
      if (answer === 'confirmed' && !deleted) context.tell({ kind: 'record.replicated', key, to })
      return answer
    }),
  )
  const those = (wanted: Answer): PeerName[] => peers.filter((_, at) => answers[at] === wanted)
  return { confirmed: those('confirmed'), silent: those('silent') }
}

type Answer = 'confirmed' | 'refused' | 'silent'

/** Who refuses a copy resets the stream; who is busy or gone does nothing. */
async function answerOf(events: AsyncIterable<QueryEvent>): Promise<Answer> {
  let answer: Answer = 'silent'
  for await (const event of events) {
    if (event.name === 'PEER_RESPONSE')
      answer = event.record === undefined ? 'refused' : 'confirmed'
    if (event.name === 'QUERY_ERROR' && isReset(event.error)) answer = 'refused'
  }
  return answer
}

/** What a peer that answers does to a message that it does not take. */
const REFUSALS = new Set(['StreamResetError', 'UnsupportedProtocolError'])

function isReset({ name }: Error): boolean {
  return REFUSALS.has(name)
}
