// Get: from the first that has it, or, where a record has versions, the one that counts of all on the way.

import { fromString } from 'uint8arrays/from-string'
import { kadIdOfKey, kadIdOfPeer, type RecordKey } from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import { parseRecordKey } from '../../kad/record-key.ts'
import { NoContactsError, RecordDeletedError, RecordNotFoundError } from '../errors.ts'
import type { RequestOptions } from '../kad-requests.ts'
import { runLookup, type LookupResult } from '../lookup.ts'
import { bestOf, compareCandidates, type Candidate } from './candidate.ts'
import { collectCopies } from './collect-copies.ts'
import { sendCopies, type RecordContext } from './holders.ts'
import { isLastAttempt, persist, SilentPeersError } from './persist.ts'
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
 * @throws InvalidKeyError, NoContactsError, RecordNotFoundError, RecordDeletedError, SilentPeersError
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
 * that hold an earlier version are sent the one that counts. That nobody has it is only believed
 * when those nearest to the key say so: while some are silent it is tried again.
 *
 * @throws InvalidKeyError, NoContactsError, SilentPeersError
 */
export async function findValue(
  context: RecordContext,
  key: RecordKey,
  options: GetOptions = {},
): Promise<FoundValue> {
  const parsed = parseRecordKey(key)
  if (context.kad.isEmpty() && context.shelf.entry(key) === undefined) {
    throw new NoContactsError()
  }
  const { background = false, signal } = options
  const dhtKey = fromString(key)
  const subject = { operation: 'get', key: dhtKey, recordKey: key, background, signal } as const
  const attempt = (count: number): Promise<FoundValue & LookupResult> =>
    runLookup(context, subject, async (request) => {
      const copies = await collectCopies(context, parsed, request)
      const { candidates, answered, silent, asked } = copies
      const best = bestOf(candidates)
      const isKnown = best !== undefined || silent.length === 0
      // In the end those that answer are believed, if they are as many as those that do not.
      const isLast = isLastAttempt(count, answered.length > 0)
      const isBelieved = isLast && silent.length <= context.k / 2
      if (!isKnown && !isBelieved) throw new SilentPeersError(key, isLast)
      if (best !== undefined) await repair(context, key, candidates, best, request)
      const closest = closestTo(kadIdOfKey(key), answered, context.k, kadIdOfPeer)
      return { best, asked, closest, outcome: best === undefined ? 'missing' : 'found' }
    })
  return persist({ ...context, key, signal }, attempt)
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
