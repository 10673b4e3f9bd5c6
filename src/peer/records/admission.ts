// Whether a copy may be kept beside or instead of what is held: one fixed rule at all holders.

import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { PeerName, RecordKey } from '../../kad/kad-id.ts'
import { parseRecordKey } from '../../kad/record-key.ts'
import {
  FutureRecordError,
  RecordExpiredError,
  SequenceError,
  StaleRecordError,
} from '../errors.ts'
import { isSignedKey } from './namespaces.ts'
import { compareVersions, readSigned } from './signed-value.ts'

/** What is known of a copy beyond its bytes. */
export interface CopyFacts {
  /** SHA-256 of the value, as hex digits. */
  readonly hash: string
  /** When it was published, in milliseconds; republishing does not change it. */
  readonly publishedAt: number
  /** Of signed records. */
  readonly publisher: PeerName | undefined
  /** Of signed records. */
  readonly sequence: number | undefined
  /** A tombstone. */
  readonly deleted: boolean
}

/** A valid copy that is about to be kept. */
export interface Applicant {
  readonly key: RecordKey
  readonly value: Uint8Array
  /** As its sender says; undefined when it says nothing. */
  readonly publishedAt: number | undefined
  /** The own time. */
  readonly now: number
  /** How long it lives after its publication, in milliseconds. */
  readonly lifeMs: number
}

/**
 * The facts of a copy that is taken in. A signed record says itself when it was published; an
 * unsigned one is never from the future, and never set back by a copy of the same value.
 *
 * @throws InvalidKeyError, InvalidSignatureError, SequenceError, StaleRecordError, RecordExpiredError,
 *   FutureRecordError
 */
export function admit(applicant: Applicant, held: CopyFacts | undefined): CopyFacts {
  const { key, value, now } = applicant
  const facts = isSignedKey(parseRecordKey(key))
    ? signedFacts(key, value, held)
    : unsignedFacts(applicant, held)
  if (facts.publishedAt + applicant.lifeMs <= now) throw new RecordExpiredError(key)
  // A clock may be fast, but a publisher must not give its records a life without end.
  if (facts.publishedAt > now + applicant.lifeMs) throw new FutureRecordError(key)
  return facts
}

function signedFacts(key: RecordKey, value: Uint8Array, held: CopyFacts | undefined): CopyFacts {
  const signed = readSigned(value)
  if (held?.sequence !== undefined) {
    const before = { sequence: held.sequence, hash: held.hash }
    if (compareVersions(signed, before) < 0) {
      throw new SequenceError(key, signed.sequence, held.sequence)
    }
  }
  const { hash, publishedAt, publisher, sequence, deleted } = signed
  return { hash, publishedAt, publisher, sequence, deleted }
}

function unsignedFacts(
  { key, value, ...applicant }: Applicant,
  held: CopyFacts | undefined,
): CopyFacts {
  const hash = bytesToHex(sha256(value))
  const claimed = Math.min(applicant.now, applicant.publishedAt ?? applicant.now)
  const known = held?.publishedAt ?? claimed
  if (held !== undefined && held.hash !== hash && !isLater(claimed, hash, held)) {
    throw new StaleRecordError(key)
  }
  const publishedAt = Math.max(claimed, known)
  return { hash, publishedAt, publisher: undefined, sequence: undefined, deleted: false }
}

/** The last writer stays; of two at the same moment the one of the greater hash. */
function isLater(publishedAt: number, hash: string, held: CopyFacts): boolean {
  if (publishedAt !== held.publishedAt) return publishedAt > held.publishedAt
  return hash > held.hash
}
