// Get: from the first that has it, or, where a record has versions, the one that counts of all on the way.

import type { QueryEvent } from '@libp2p/kad-dht'
import { fromString } from 'uint8arrays/from-string'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import { parseRecordKey, type ParsedKey } from '../../kad/record-key.ts'
import { NoContactsError, RecordDeletedError, RecordNotFoundError } from '../errors.ts'
import { isInvalidAnswer, type RequestOptions } from '../kad-adapter.ts'
import { runLookup } from '../lookup.ts'
import { bestOf, candidateOf, checkAnswer, compareCandidates, type Candidate } from './candidate.ts'
import { sendCopies, type RecordContext } from './holders.ts'
import { isSignedKey } from './namespaces.ts'
import type { GetResult } from './results.ts'
import { decodeValue } from './value.ts'

/** What a lookup for a value found. */
export interface FoundValue {
  /** The value that counts, if anybody had one. It may be a tombstone. */
  readonly best: Candidate | undefined
  readonly asked: number
}

/** How a value is looked for. */
interface GetOptions {
  readonly signal?: AbortSignal | undefined
  /** False for what somebody asked for by hand. @default false */
  readonly background?: boolean
  /** The value as the bytes that were published, whatever they are. @default false */
  readonly raw?: boolean
}

/**
 * Fetches a record and decodes its value.
 *
 * @throws InvalidKeyError, NoContactsError, RecordNotFoundError, RecordDeletedError
 */
export async function getRecord(
  context: RecordContext,
  text: string,
  options: GetOptions = {},
): Promise<GetResult> {
  const { key } = parseRecordKey(text)
  const startedAt = context.clock.now()
  const { best, asked } = await findValue(context, key, options)
  if (best === undefined) throw new RecordNotFoundError(key)
  const { from, signed, value } = best
  if (signed?.deleted === true) throw new RecordDeletedError(key)
  const content = signed?.content ?? value
  const result = { key, value: options.raw === true ? content : decodeValue(content), from, asked }
  const ms = context.clock.now() - startedAt
  if (signed === undefined) return { ...result, ms, publishedAt: best.publishedAt }
  const { publisher, sequence, publishedAt } = signed
  return { ...result, ms, publisher, sequence, publishedAt }
}

/**
 * Looks for the value of a key. Of a signed record all holders on the way are heard, and those
 * that hold an earlier version are sent the one that counts.
 *
 * @throws InvalidKeyError, NoContactsError
 */
export async function findValue(
  context: RecordContext,
  key: RecordKey,
  options: GetOptions = {},
): Promise<FoundValue> {
  const parsed = parseRecordKey(key)
  if (context.kad.contacts().length === 0 && context.shelf.entry(key) === undefined) {
    throw new NoContactsError()
  }
  const dhtKey = fromString(key)
  const { background = false, signal } = options
  const subject = { operation: 'get', key: dhtKey, recordKey: key, background, signal } as const
  return runLookup(context, subject, async (request) => {
    const { candidates, answered, asked } = await collect(context, parsed, request)
    const best = bestOf(candidates)
    if (best !== undefined) await repair(context, key, candidates, best, request)
    const closest = closestTo(kadIdOfKey(key), answered, context.k, kadIdOfPeer)
    return { best, asked, closest, outcome: best === undefined ? 'missing' : 'found' }
  })
}

interface Collected {
  readonly candidates: readonly Candidate[]
  readonly answered: readonly PeerName[]
  readonly asked: number
}

async function collect(
  context: RecordContext,
  parsed: ParsedKey,
  request: RequestOptions,
): Promise<Collected> {
  const { key } = parsed
  const firstCounts = !isSignedKey(parsed)
  const candidates = await ownCopy(context, key)
  const answered: PeerName[] = []
  let asked = 0
  if (firstCounts && candidates.length > 0) return { candidates, answered, asked }
  try {
    for await (const event of context.kad.findValues(fromString(key), request)) {
      if (event.name === 'SEND_QUERY') asked++
      const candidate = await readEvent(context, key, event)
      if (event.name === 'PEER_RESPONSE') answered.push(event.from.toString() as PeerName)
      if (candidate === undefined) continue
      candidates.push(candidate)
      if (firstCounts) break
    }
  } catch (thrown) {
    // A query that is left early may end with an AbortError of its own.
    if (!firstCounts || candidates.length === 0) throw thrown
  }
  return { candidates, answered, asked }
}

async function readEvent(
  context: RecordContext,
  key: RecordKey,
  event: QueryEvent,
): Promise<Candidate | undefined> {
  if (isInvalidAnswer(event)) {
    const from = event.from.toString() as PeerName
    context.tell({ kind: 'record.rejected', key, from, reason: 'InvalidRecordError' })
  }
  if (event.name !== 'PEER_RESPONSE' || event.record === undefined) return undefined
  return checkAnswer(context, key, event.from.toString() as PeerName, event.record)
}

async function ownCopy({ shelf, own }: RecordContext, key: RecordKey): Promise<Candidate[]> {
  const value = await shelf.value(key)
  const entry = shelf.entry(key)
  if (value === undefined || entry === undefined) return []
  return [candidateOf(key, own, value, entry.publishedAt)]
}

/** Sends the value that counts to those that answered with an earlier one, the own shelf too. */
async function repair(
  context: RecordContext,
  key: RecordKey,
  candidates: readonly Candidate[],
  best: Candidate,
  request: RequestOptions,
): Promise<void> {
  const { own, shelf } = context
  const stale = candidates.filter((each) => compareCandidates(each, best) < 0)
  const { value, hash, publishedAt, signed } = best
  if (stale.some(({ from }) => from === own)) await shelf.store(key, value, publishedAt)
  const others = stale.map(({ from }) => from).filter((peer) => peer !== own)
  const deleted = signed?.deleted === true
  await sendCopies(context, others, { key, value, hash, publishedAt, deleted }, request)
}
