// Values as users hand them in and out, and as the DHT keeps them: bytes.

import type { RecordValue } from './results.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

/** The bytes of a value: objects as JSON, text as UTF-8, bytes as they are. */
export function encodeValue(value: RecordValue): Uint8Array {
  if (value instanceof Uint8Array) return value
  if (typeof value === 'string') return encoder.encode(value)
  return encoder.encode(JSON.stringify(value))
}

/**
 * The value of some bytes: a JSON object or array as such, other UTF-8 as text,
 * everything else as bytes.
 */
export function decodeValue(bytes: Uint8Array): RecordValue {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    return bytes
  }
  return parseContainer(text) ?? text
}

function parseContainer(text: string): object | undefined {
  const first = text.trimStart()[0]
  if (first !== '{' && first !== '[') return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined
  } catch {
    return undefined
  }
}
