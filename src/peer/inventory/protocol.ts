// The inventory protocol: what one peer can be asked about its own shelf, checked at both ends.
//
// On one stream of that protocol comes one request and then one answer, each JSON in
// UTF-8 with its length in bytes before it as an unsigned varint. Values are base64.

import * as v from 'valibot'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import {
  count,
  duration,
  instant,
  mode,
  peerName,
  recordKey,
  shortHash,
  word,
} from '../../event/schema.ts'
import { validKey as key } from '../records/key-schema.ts'

/**
 * The protocol of a DHT's inventories, such as `/kadscope/main/inventory/1.0.0`: one a DHT, as a
 * relay has a peer in each of its rooms on one host.
 *
 * @param dht the DHT's own protocol, such as `/kadscope/main/kad/1.0.0`
 */
export function inventoryProtocolOf(dht: string): string {
  return `${dht.replace(/\/kad\/[^/]*$/, '')}/inventory/1.0.0`
}

/** The most entries of one LIST. */
export const PAGE = 100

/** What a message may have beyond the value in it, in bytes. */
const ENVELOPE_BYTES = 128 * 1024

const base64 = v.pipe(v.string(), v.base64())

/** Parses a request. */
export const requestSchema = v.variant('type', [
  v.object({
    type: v.literal('LIST'),
    /** Only keys after this one, in the order of their UTF-16 units. */
    after: v.optional(recordKey),
    limit: v.optional(v.pipe(count, v.minValue(1), v.maxValue(PAGE))),
  }),
  v.object({ type: v.literal('GET'), key }),
  v.object({ type: v.literal('STORE'), key, value: base64 }),
  /** `value` is a tombstone that the record's publisher signed. */
  v.object({ type: v.literal('DELETE'), key, value: base64 }),
  v.object({ type: v.literal('STATS') }),
])

const entrySchema = v.object({
  key,
  bytes: count,
  storedAt: instant,
  storedBy: peerName,
  publishedAt: instant,
  expiresAt: instant,
  served: count,
  lastServedAt: v.optional(instant),
  publisher: v.optional(peerName),
  sequence: v.optional(count),
  hash: shortHash,
  /** A tombstone. */
  deleted: v.boolean(),
})

const statsSchema = v.object({
  peer: peerName,
  mode,
  uptimeMs: duration,
  records: count,
  bytes: count,
  /** Since the peer started, as the next three. */
  stored: count,
  served: count,
  refused: count,
  expired: count,
  mostRecords: count,
  mostBytes: count,
})

/** Parses what comes back, by the type of the request. */
export const resultSchemas = {
  LIST: v.object({
    entries: v.pipe(v.array(entrySchema), v.maxLength(PAGE)),
    /** Where the next page begins, when there is one: its `after`. */
    next: v.optional(recordKey),
  }),
  GET: v.object({ value: base64, entry: entrySchema }),
  STORE: entrySchema,
  DELETE: v.null(),
  STATS: statsSchema,
} as const

/** Parses an answer; its result is still to be parsed. */
export const answerSchema = v.variant('ok', [
  v.object({ ok: v.literal(true), result: v.unknown() }),
  v.object({
    ok: v.literal(false),
    error: v.object({ name: word, message: word, retryMs: v.optional(duration) }),
  }),
])

export type InventoryRequest = v.InferOutput<typeof requestSchema>
export type InventoryAnswer = v.InferOutput<typeof answerSchema>
export type RequestType = InventoryRequest['type']
export type ResultOf<Type extends RequestType> = v.InferOutput<(typeof resultSchemas)[Type]>

/** One copy that a peer holds. Times are milliseconds on its clock. */
export type InventoryEntry = v.InferOutput<typeof entrySchema>

/** A page of a peer's shelf. */
export type InventoryPage = ResultOf<'LIST'>

/** What a peer says of itself. */
export type InventoryStats = v.InferOutput<typeof statsSchema>

/** The longest message, in bytes, where values have at most `maxValueBytes`. */
export function longestMessage(maxValueBytes: number): number {
  return Math.ceil(maxValueBytes / 3) * 4 + ENVELOPE_BYTES
}

/** A message as bytes. */
export function encodeMessage(message: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(message))
}

/** @throws SyntaxError, TypeError when the bytes are not JSON in UTF-8 */
export function decodeMessage(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
}

/** Bytes in a message. */
export function toBase64(bytes: Uint8Array): string {
  return toString(bytes, 'base64pad')
}

/** The bytes of a text in a message. */
export function fromBase64(text: string): Uint8Array {
  return fromString(text, 'base64pad')
}
