// Sends copies of a record to the peers that should hold it.

import type { QueryEvent } from '@libp2p/kad-dht'
import { Libp2pRecord } from '@libp2p/record'
import { fromString } from 'uint8arrays/from-string'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import type { RequestOptions } from '../kad-adapter.ts'
import type { LookupContext } from '../lookup.ts'
import type { Shelf } from './shelf.ts'

/** What the record layer needs beside a lookup's context. */
export interface RecordContext extends LookupContext {
  readonly shelf: Shelf
  readonly k: number
  /** Whether the own peer keeps records: not in client mode. */
  readonly keeps: () => boolean
}

/** A record that is sent. */
export interface SentRecord {
  readonly key: RecordKey
  readonly value: Uint8Array
  /** Milliseconds since the epoch; travels with the copy, so that republishing gives no new life. */
  readonly publishedAt: number
}

/** The k closest of those found and the own peer, nearest first. */
export function holdersAmong(
  { k, own, keeps }: RecordContext,
  key: RecordKey,
  found: readonly PeerName[],
): PeerName[] {
  const candidates = keeps() ? [...found, own] : found
  return closestTo(kadIdOfKey(key), candidates, k, kadIdOfPeer)
}

/** Sends a copy to each of `peers` at once; resolves with those that confirmed, in their order. */
export async function sendCopies(
  context: RecordContext,
  peers: readonly PeerName[],
  { key, value, publishedAt }: SentRecord,
  request: RequestOptions,
): Promise<PeerName[]> {
  const dhtKey = fromString(key)
  const record = new Libp2pRecord(dhtKey, value, new Date(publishedAt)).serialize().subarray()
  const confirmed = await Promise.all(
    peers.map(async (to) => {
      if (!(await isConfirmed(context.kad.putValue(to, dhtKey, record, request)))) return false
      context.tell({ kind: 'record.replicated', key, to })
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
