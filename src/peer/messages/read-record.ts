// Reads a record that travels in a message: a Libp2pRecord, as its sender wrote it.

import { FieldReader } from './field-reader.ts'

/** A record as far as others are told of it. */
export interface TravellingRecord {
  readonly value: Uint8Array
  /** When it was published as its sender says, in milliseconds since the epoch. */
  readonly publishedAt: number | undefined
}

const VALUE = 2
/** A time as text, RFC 3339. libp2p calls it the time it was received. */
const TIME = 5

const NOTHING: Uint8Array = new Uint8Array()

/** Reads a serialised record; undefined when the bytes are none. */
export function readRecord(bytes: Uint8Array): TravellingRecord | undefined {
  let value = NOTHING
  let publishedAt: number | undefined
  const field = new FieldReader(bytes)
  try {
    while (field.next()) {
      if (!field.hasBytes) continue
      const { start, end } = field
      if (field.number === VALUE) value = bytes.subarray(start, end)
      if (field.number === TIME) publishedAt = timeOf(bytes.subarray(start, end))
    }
  } catch {
    return undefined
  }
  return { value, publishedAt }
}

function timeOf(text: Uint8Array): number | undefined {
  const time = Date.parse(new TextDecoder().decode(text.subarray(0, 40)))
  return Number.isNaN(time) ? undefined : time
}
