// What a message of the DHT is about, as far as it can be read.

import { ByteMemory } from '../../base/byte-memory.ts'
import type { EventOf } from '../../event/event.ts'
import { MAX_KEY_LENGTH } from '../../event/schema.ts'
import { kadIdOfBytes, type RecordKey } from '../../kad/kad-id.ts'
import type { Message } from '../messages/message.ts'

/** What a message asks for, as events tell it. */
export type Subject = Pick<EventOf<'rpc.sent'>, 'target' | 'key'>

/**
 * A lookup asks a dozen peers for the same key, and each of them tells of it too. Few are kept: the
 * next lookup is for another, and what is kept for long is dear to collect.
 */
const known = new ByteMemory<Subject>(64)

const NOTHING = new Uint8Array()

/** Reads what a message asks for. */
export function subjectOf({ key = NOTHING }: Message): Subject {
  const before = known.get(key)
  if (before !== undefined) return before
  const text = recordKeyText(key)
  const target = kadIdOfBytes(key)
  const subject = text === undefined ? { target } : { target, key: text }
  known.set(key, subject)
  return subject
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
