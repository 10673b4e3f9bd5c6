// Put and get: a record goes to exactly the k closest peers, and comes from the first that has it.

import type { QueryEvent } from '@libp2p/kad-dht'
import { fromString } from 'uint8arrays/from-string'
import { kadIdOfKey, kadIdOfPeer, type PeerName } from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import { contentKey, parseRecordKey } from '../../kad/record-key.ts'
import type { GetResult, PutResult, RecordValue } from '../dht-peer.ts'
import { NoContactsError, RecordNotFoundError, RecordRejectedError } from '../errors.ts'
import { collectClosest, runLookup } from '../lookup.ts'
import { holdersAmong, sendCopies, type RecordContext } from './holders.ts'
import { validateRecord } from './namespaces.ts'
import { decodeValue, encodeValue } from './value.ts'

/** What put and get need beside a lookup's context. */
export interface StoreContext extends RecordContext {
  readonly maxValueBytes: number
}

/**
 * Stores a value on the k closest peers, the own one among them when it is one.
 *
 * kad-dht's own `put` keeps a copy with the publisher wherever that is and counts it to
 * nobody; here, as in the paper (Maymounkov and Mazières 2002, 2.3), only the k closest hold it.
 *
 * @throws InvalidKeyError, ValueTooLargeError, WrongHashError, NoContactsError, RecordRejectedError
 */
export async function putRecord(
  context: StoreContext,
  value: RecordValue,
  options: { key?: string; signal?: AbortSignal } = {},
): Promise<PutResult> {
  const bytes = encodeValue(value)
  const key = options.key === undefined ? contentKey(bytes) : parseRecordKey(options.key).key
  validateRecord(key, bytes, context.maxValueBytes)
  if (context.kad.contacts().length === 0) throw new NoContactsError()

  const startedAt = context.clock.now()
  const dhtKey = fromString(key)
  const subject = {
    operation: 'put',
    key: dhtKey,
    recordKey: key,
    background: false,
    signal: options.signal,
  } as const
  const { replicas, asked } = await runLookup(context, subject, async (request) => {
    const found = await collectClosest(context.kad.findClosest(dhtKey, request))
    const holders = holdersAmong(context, key, found.closest)
    const others = holders.filter((holder) => holder !== context.own)
    const sent = { key, value: bytes, publishedAt: startedAt }
    const confirmed = new Set(await sendCopies(context, others, sent, request))
    if (holders.includes(context.own)) {
      await context.shelf.store(key, bytes, startedAt)
      confirmed.add(context.own)
    }
    const replicas = holders.filter((holder) => confirmed.has(holder))
    if (replicas.length === 0) throw new RecordRejectedError(key)
    return { closest: found.closest, asked: found.asked, replicas }
  })
  return { key, replicas, asked, ms: context.clock.now() - startedAt }
}

/**
 * Fetches a record from the first peer on the way to its key that has a valid one.
 *
 * @throws InvalidKeyError, NoContactsError, RecordNotFoundError
 */
export async function getRecord(
  context: StoreContext,
  text: string,
  options: { signal?: AbortSignal } = {},
): Promise<GetResult> {
  const { key } = parseRecordKey(text)
  if (context.kad.contacts().length === 0 && context.shelf.entry(key) === undefined)
    throw new NoContactsError()

  const startedAt = context.clock.now()
  const dhtKey = fromString(key)
  const subject = {
    operation: 'get',
    key: dhtKey,
    recordKey: key,
    background: false,
    signal: options.signal,
  } as const
  const result = await runLookup(context, subject, async (request) => {
    const found = await firstValue(context.kad.findValues(dhtKey, request))
    const closest = closestTo(kadIdOfKey(key), found.answered, context.k, kadIdOfPeer)
    return { ...found, closest, outcome: found.value === undefined ? 'missing' : 'found' }
  })
  if (result.value === undefined) throw new RecordNotFoundError(key)
  const { from, bytes } = result.value
  const ms = context.clock.now() - startedAt
  return { key, value: decodeValue(bytes), from, asked: result.asked, ms }
}

interface FoundValue {
  value: { from: PeerName; bytes: Uint8Array } | undefined
  answered: PeerName[]
  asked: number
}

async function firstValue(events: AsyncIterable<QueryEvent>): Promise<FoundValue> {
  const answered: PeerName[] = []
  let asked = 0
  for await (const event of events) {
    if (event.name === 'SEND_QUERY') asked++
    if (event.name === 'PEER_RESPONSE') answered.push(event.from.toString() as PeerName)
    if (event.name === 'VALUE') {
      const value = { from: event.from.toString() as PeerName, bytes: event.value }
      return { value, answered, asked }
    }
  }
  return { value: undefined, answered, asked }
}
