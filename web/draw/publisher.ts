// Who vouches for a record, as its key says.

import type { PeerName, RecordKey } from '../../src/kad/kad-id.ts'
import { isRecordKey, parseRecordKey } from '../../src/kad/record-key.ts'

/** The one peer that can publish under a key; undefined where nobody signs, or it is no key. */
export function publisherOf(key: RecordKey): PeerName | undefined {
  if (!isRecordKey(key)) return undefined
  const parsed = parseRecordKey(key)
  switch (parsed.namespace) {
    case 'm':
      return parsed.publisher
    case 'n':
      return parsed.peer
    case 'c':
    case 'u':
      return undefined
  }
}
