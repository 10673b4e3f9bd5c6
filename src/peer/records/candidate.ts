// A value that somebody answered with: checked, and compared with others of the same key.

import type { QueryEvent } from '@libp2p/kad-dht'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { fromString } from 'uint8arrays/from-string'
import { describeError } from '../../base/errors.ts'
import type { PeerName, RecordKey } from '../../kad/kad-id.ts'
import { parseRecordKey } from '../../kad/record-key.ts'
import type { RequestOptions } from '../kad-requests.ts'
import type { RecordContext } from './holders.ts'
import { isSignedKey, validateRecord } from './namespaces.ts'
import { compareVersions, readSigned, type SignedValue } from './signed-value.ts'

/** A valid value of a key. */
export interface Candidate {
  readonly from: PeerName
  readonly value: Uint8Array
  /** SHA-256 of the value, as hex digits. */
  readonly hash: string
  readonly publishedAt: number
  /** Of signed records. */
  readonly signed: SignedValue | undefined
}

/** A record as kad-dht hands it out. */
interface AnsweredRecord {
  readonly value: Uint8Array
  readonly timeReceived?: Date
}

/** A value of a key that is known to be valid. */
export function candidateOf(
  key: RecordKey,
  from: PeerName,
  value: Uint8Array,
  publishedAt: number,
): Candidate {
  if (!isSignedKey(parseRecordKey(key))) {
    return { from, value, hash: bytesToHex(sha256(value)), publishedAt, signed: undefined }
  }
  const signed = readSigned(value)
  return { from, value, hash: signed.hash, publishedAt: signed.publishedAt, signed }
}

/** Checks what a peer answered with; tells of a value that is not valid, and leaves it out. */
export async function checkAnswer(
  context: RecordContext,
  key: RecordKey,
  from: PeerName,
  { value, timeReceived }: AnsweredRecord,
): Promise<Candidate | undefined> {
  try {
    await validateRecord(key, value, context.maxValueBytes)
  } catch (thrown) {
    const reason = describeError(thrown).name
    context.tell({ kind: 'record.rejected', key, from, reason })
    return undefined
  }
  return candidateOf(key, from, value, timeReceived?.getTime() ?? 0)
}

/**
 * Which of two values of a key counts, by the rule of all holders: positive when `a` does.
 * Values of an unsigned key count by their time, which nobody proves.
 */
export function compareCandidates(a: Candidate, b: Candidate): number {
  if (a.signed !== undefined && b.signed !== undefined) return compareVersions(a.signed, b.signed)
  if (a.hash === b.hash) return 0
  if (a.publishedAt !== b.publishedAt) return a.publishedAt - b.publishedAt
  return a.hash > b.hash ? 1 : -1
}

/** The value that counts among some; undefined when there are none. */
export function bestOf(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.reduce<Candidate | undefined>(
    (best, each) => (best === undefined || compareCandidates(each, best) > 0 ? each : best),
    undefined,
  )
}

/** Asks some peers what they hold of a key, each once. */
export async function askHolders(
  context: RecordContext,
  peers: readonly PeerName[],
  key: RecordKey,
  request: RequestOptions,
): Promise<Candidate[]> {
  const dhtKey = fromString(key)
  const answers = await Promise.all(
    peers.map(async (peer) => {
      const record = await answeredRecord(context.kad.getValue(peer, dhtKey, request))
      return record === undefined ? undefined : checkAnswer(context, key, peer, record)
    }),
  )
  return answers.filter((answer) => answer !== undefined)
}

async function answeredRecord(
  events: AsyncIterable<QueryEvent>,
): Promise<AnsweredRecord | undefined> {
  let record: AnsweredRecord | undefined
  for await (const event of events) {
    if (event.name === 'PEER_RESPONSE') record = event.record ?? record
  }
  return record
}
