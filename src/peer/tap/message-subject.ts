// What a message of the DHT is about, as far as it can be read.

import type { EventOf } from '../../event/event.ts'
import { MAX_KEY_LENGTH } from '../../event/schema.ts'
import { kadIdOfBytes, type RecordKey } from '../../kad/kad-id.ts'
import { readDhtMessage, type DhtMessage } from './dht-message.ts'

/** What a message asks for, as events tell it. */
export type Subject = Pick<EventOf<'rpc.sent'>, 'type' | 'target' | 'key'>

/** Reads what a message asks for. */
export function subjectOf(message: DhtMessage): Subject {
  const key = recordKeyText(message.key)
  return {
    type: message.type,
    target: kadIdOfBytes(message.key),
    ...(key === undefined ? {} : { key }),
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const SLASH = 0x2f

/** The text of a record's key; undefined for other DHT keys, such as peer ids. */
function recordKeyText(key: Uint8Array): RecordKey | undefined {
  if (key[0] !== SLASH || key.length > MAX_KEY_LENGTH) return undefined
  try {
    return utf8.decode(key) as RecordKey
  } catch {
    return undefined
  }
}

/** The message in `bytes`; what cannot be read is for kad-dht itself to refuse. */
export function tryRead(bytes: Uint8Array): DhtMessage | undefined {
  try {
    return readDhtMessage(bytes)
  } catch {
    return undefined
  }
}
