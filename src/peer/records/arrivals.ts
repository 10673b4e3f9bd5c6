// Where copies come from that kad-dht is about to write: the tap has seen the message, kad-dht has not kept it.

import { equals } from 'uint8arrays/equals'
import { KadscopeError } from '../../base/errors.ts'
import type { PeerName, RecordKey } from '../../kad/kad-id.ts'

/** Where a copy that is about to be stored comes from. */
export interface Origin {
  readonly from: PeerName
  readonly value: Uint8Array
  /** As the sender says; undefined when it says nothing. */
  readonly publishedAt: number | undefined
}

/** The record in a message is for another key than the message. */
export class KeyMismatchError extends KadscopeError {
  override name = 'KeyMismatchError'
  constructor(key: string) {
    super(`A record for ${key} came in a message for another key: send it under its own.`)
  }
}

/** The copies that are on their way from the wire to the shelf. */
export interface Arrivals {
  /** A copy of `key` is about to be written. Returns what ends that. */
  expect(key: RecordKey, origin: Origin): () => void
  /**
   * Where the copy comes from that is written now.
   *
   * kad-dht stores a record under the key in the record, whatever the message was for.
   *
   * @throws KeyMismatchError when no message was for that key with that value
   */
  originOf(key: RecordKey, value: Uint8Array): Origin
}

/** Makes an empty list of arrivals. */
export function createArrivals(): Arrivals {
  const expected = new Map<RecordKey, readonly Origin[]>()
  return {
    expect(key, origin) {
      expected.set(key, [...(expected.get(key) ?? []), origin])
      return () => {
        const rest = (expected.get(key) ?? []).filter((other) => other !== origin)
        if (rest.length > 0) expected.set(key, rest)
        else expected.delete(key)
      }
    },
    originOf(key, value) {
      const origin = expected.get(key)?.find((each) => equals(each.value, value))
      if (origin === undefined) throw new KeyMismatchError(key)
      return origin
    },
  }
}
