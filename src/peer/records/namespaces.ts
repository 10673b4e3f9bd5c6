// The record namespaces and the validators and selectors that every peer of a room runs for them.

import type { Selectors, Validators } from '@libp2p/kad-dht'
import { KadscopeError } from '../../base/errors.ts'
import { contentKey, parseRecordKey } from '../../kad/record-key.ts'

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

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Checks a record before it is stored, served or believed.
 *
 * @param key the record's key as text
 * @throws InvalidKeyError, ValueTooLargeError, WrongHashError
 */
export function validateRecord(key: string, value: Uint8Array, maxValueBytes: number): void {
  const parsed = parseRecordKey(key)
  if (value.byteLength > maxValueBytes) {
    throw new ValueTooLargeError(value.byteLength, maxValueBytes)
  }
  if (parsed.namespace === 'c' && contentKey(value) !== parsed.key) throw new WrongHashError()
}

/** The validators of kad-dht's `validators` option, by namespace. */
export function createValidators(maxValueBytes: number): Validators {
  // eslint-disable-next-line @typescript-eslint/require-await -- kad-dht wants a promise that rejects
  const validate = async (key: Uint8Array, value: Uint8Array): Promise<void> => {
    validateRecord(utf8.decode(key), value, maxValueBytes)
  }
  return { c: validate, u: validate }
}

/** The selectors of kad-dht's `selectors` option: which of several valid values counts. */
export const selectors: Selectors = {
  // All valid values of a content-addressed key are the same bytes.
  c: () => 0,
  // Unprotected: whoever answered first. That is the namespace's point.
  u: () => 0,
}
