// Reads the DHT's wire messages (libp2p specs, kad-dht, "RPC messages") as far as the tap needs them.

import type { RpcType } from '../../event/schema.ts'
import { isPeerName, peerNameOfBytes, type PeerName } from '../../kad/kad-id.ts'

/** What the tap reads of a DHT message. */
export interface DhtMessage {
  readonly type: RpcType
  readonly key: Uint8Array
  readonly closer: readonly PeerName[]
  readonly providers: readonly PeerName[]
  readonly record: DhtRecord | undefined
}

/** A record in a message, as its sender wrote it. */
export interface DhtRecord {
  readonly value: Uint8Array
  /** When it was published as its sender says, in milliseconds since the epoch. */
  readonly publishedAt: number | undefined
}

const TYPES: readonly RpcType[] = [
  'PUT_VALUE',
  'GET_VALUE',
  'ADD_PROVIDER',
  'GET_PROVIDERS',
  'FIND_NODE',
  'PING',
]

const TYPE = 1
const KEY = 2
const RECORD = 3
const CLOSER = 8
const PROVIDERS = 9
const PEER_ID = 1
/** Field of a record: its value. */
const RECORD_VALUE = 2
/** Field of a record: a time as text, RFC 3339. libp2p calls it the time it was received. */
const RECORD_TIME = 5

/** Longer than the multihash of any peer id: not worth the work of writing it as text. */
const MAX_PEER_ID_BYTES = 64

const VARINT = 0
const FIXED64 = 1
const BYTES = 2
const FIXED32 = 5

/**
 * Reads one message without its length prefix.
 *
 * @throws RangeError when the bytes are not a DHT message.
 */
export function readDhtMessage(bytes: Uint8Array): DhtMessage {
  // An enum's first value is left out on the wire by proto3.
  let type = 0
  let key: Uint8Array = new Uint8Array()
  const closer: PeerName[] = []
  const providers: PeerName[] = []
  let record: DhtRecord | undefined
  for (const field of fields(bytes)) {
    if (field.number === TYPE && typeof field.value === 'number') type = field.value
    if (field.value instanceof Uint8Array) {
      if (field.number === KEY) key = field.value
      if (field.number === RECORD) record = recordOf(field.value)
      if (field.number === CLOSER) pushPeer(closer, field.value)
      if (field.number === PROVIDERS) pushPeer(providers, field.value)
    }
  }
  const name = TYPES[type]
  if (name === undefined) throw new RangeError(`type of DHT message is unknown: ${type}`)
  return { type: name, key, closer, providers, record }
}

function recordOf(bytes: Uint8Array): DhtRecord {
  let value: Uint8Array = new Uint8Array()
  let publishedAt: number | undefined
  for (const field of fields(bytes)) {
    if (!(field.value instanceof Uint8Array)) continue
    if (field.number === RECORD_VALUE) value = field.value
    if (field.number === RECORD_TIME) publishedAt = timeOf(field.value)
  }
  return { value, publishedAt }
}

function timeOf(text: Uint8Array): number | undefined {
  const time = Date.parse(new TextDecoder().decode(text.subarray(0, 40)))
  return Number.isNaN(time) ? undefined : time
}

function pushPeer(list: PeerName[], bytes: Uint8Array): void {
  for (const field of fields(bytes)) {
    if (field.number !== PEER_ID || !(field.value instanceof Uint8Array)) continue
    if (field.value.length > MAX_PEER_ID_BYTES) continue
    const name = peerNameOfBytes(field.value)
    if (isPeerName(name)) list.push(name)
  }
}

/** A field of a protobuf message; numbers for varints, bytes for all that has a length. */
interface Field {
  readonly number: number
  readonly value: number | Uint8Array | undefined
}

function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0
  const varint = (): number => {
    const read = readVarint(bytes, at)
    if (read === undefined) throw new RangeError('DHT message ends in the middle of a number')
    at = read.next
    return read.value
  }
  while (at < bytes.length) {
    const tag = varint()
    const number = Math.floor(tag / 8)
    switch (tag % 8) {
      case VARINT:
        yield { number, value: varint() }
        break
      case BYTES: {
        const length = varint()
        if (at + length > bytes.length) throw new RangeError('DHT message is cut off')
        yield { number, value: bytes.subarray(at, at + length) }
        at += length
        break
      }
      case FIXED64:
        at += 8
        break
      case FIXED32:
        at += 4
        break
      default:
        throw new RangeError(`wire type of DHT message is unknown: ${tag % 8}`)
    }
  }
}

/** Reads an unsigned varint at `at`; undefined when the bytes end within it. */
export function readVarint(
  bytes: Uint8Array,
  at: number,
): { value: number; next: number } | undefined {
  let value = 0
  let scale = 1
  for (let index = at; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return { value, next: index + 1 }
    scale *= 128
    if (scale > Number.MAX_SAFE_INTEGER) throw new RangeError('varint is too long')
  }
  return undefined
}
