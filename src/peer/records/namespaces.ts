// The record namespaces and the validators and selectors that every peer of a room runs for them.

import type { Selectors, Validators } from '@libp2p/kad-dht'
import { KadscopeError } from '../../base/errors.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import { contentKey, parseRecordKey, type ParsedKey } from '../../kad/record-key.ts'
import { compareVersions, openSigned, readSigned } from './signed-value.ts'

/** A value is larger than the room takes. */
export class ValueTooLargeError extends KadscopeError {
  override name = 'ValueTooLargeError'
  constructor(bytes: number, limit: number) {
    super(
      `The value has ${bytes} bytes and this room takes at most ${limit}: shorten it, or store it in parts.`,
    )
  }
}

/** A value does not hash to the key it came with. */
export class WrongHashError extends KadscopeError {
  override name = 'WrongHashError'
  constructor(message = 'The value does not hash to its key: leave the key out and it is made.') {
    super(message)
  }
}

/** A record key whose values are signed envelopes. */
export type SignedKey = Extract<ParsedKey, { namespace: 'm' | 'n' }>

/** Whether the values of a key are signed envelopes. */
export function isSignedKey(parsed: ParsedKey): parsed is SignedKey {
  return parsed.namespace === 'm' || parsed.namespace === 'n'
}

/** The one peer that can publish under a signed key. */
export function publisherOf(parsed: SignedKey): PeerName {
  return parsed.namespace === 'm' ? parsed.publisher : parsed.peer
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Checks a record before it is stored, served or believed.
 *
 * @param key the record's key as text
 * @throws InvalidKeyError, ValueTooLargeError, WrongHashError, InvalidSignatureError
 */
export async function validateRecord(
  key: string,
  value: Uint8Array,
  maxValueBytes: number,
): Promise<void> {
  const parsed = parseRecordKey(key)
  if (value.byteLength > maxValueBytes) {
    throw new ValueTooLargeError(value.byteLength, maxValueBytes)
  }
  if (parsed.namespace === 'c' && contentKey(value) !== parsed.key) throw new WrongHashError()
  if (isSignedKey(parsed)) await openSigned(parsed.key, publisherOf(parsed), value)
}

/** The validators of kad-dht's `validators` option, by namespace. */
export function createValidators(maxValueBytes: number): Validators {
  const validate = (key: Uint8Array, value: Uint8Array): Promise<void> =>
    validateRecord(utf8.decode(key), value, maxValueBytes)
  return { c: validate, m: validate, n: validate, u: validate }
}

/** The selectors of kad-dht's `selectors` option: which of several valid values counts. */
export const selectors: Selectors = {
  // All valid values of a content-addressed key are the same bytes.
  c: () => 0,
  m: latestOf,
  n: latestOf,
  // Unprotected: whoever answered first. That is the namespace's point.
  u: () => 0,
}

function latestOf(_key: Uint8Array, values: Uint8Array[]): number {
  const versions = values.map(readSigned)
  return versions.reduce((best, version, index) => {
    const held = versions[best]
    return held === undefined || compareVersions(version, held) > 0 ? index : best
  }, 0)
}
