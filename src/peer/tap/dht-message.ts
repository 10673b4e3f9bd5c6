// Reads the DHT's wire messages (libp2p specs, kad-dht, "RPC messages") as far as the tap needs them.

import type { RpcType } from '../../event/schema.ts'
import { readPeerName, type PeerName } from '../../kad/kad-id.ts'
import { FieldReader } from '../messages/field-reader.ts'
import { FIELD, PEER_FIELD, TYPES } from '../messages/message.ts'

/** What the tap reads of a DHT message. */
export interface DhtMessage {
  readonly type: RpcType
  /** The message itself, in which its key lies from one place to another. */
  readonly bytes: Uint8Array
  readonly keyFrom: number
  readonly keyUntil: number
  readonly closer: PeerName[]
  readonly record: DhtRecord | undefined
}

/** A record in a message, as its sender wrote it. */
export interface DhtRecord {
  readonly value: Uint8Array
  /** When it was published as its sender says, in milliseconds since the epoch. */
  readonly publishedAt: number | undefined
}

/** Field of a record: its value. */
const RECORD_VALUE = 2
/** Field of a record: a time as text, RFC 3339. libp2p calls it the time it was received. */
const RECORD_TIME = 5

const NOTHING: Uint8Array = new Uint8Array()

/** Longer than the multihash of any peer id: not worth the work of writing it as text. */
const MAX_PEER_ID_BYTES = 64

/**
 * Reads one message without its length prefix.
 *
 * @throws RangeError when the bytes are not a DHT message.
 */
export function readDhtMessage(bytes: Uint8Array): DhtMessage {
  // An enum's first value is left out on the wire by proto3.
  let type = 0
  let keyFrom = 0
  let keyUntil = 0
  const closer: PeerName[] = []
  let record: DhtRecord | undefined
  const field = new FieldReader(bytes)
  while (field.next()) {
    if (!field.hasBytes) {
      if (field.number === FIELD.type) type = field.value
      continue
    }
    const { start, end } = field
    if (field.number === FIELD.key) {
      keyFrom = start
      keyUntil = end
    }
    if (field.number === FIELD.record) record = recordOf(bytes.subarray(start, end))
    if (field.number === FIELD.closer) {
      field.goTo(start, end)
      pushPeer(closer, bytes, field)
      field.goTo(end, bytes.length)
    }
  }
  const name = TYPES[type]
  if (name === undefined) throw new RangeError(`type of DHT message is unknown: ${type}`)
  return { type: name, bytes, keyFrom, keyUntil, closer, record }
}

/** The key that a message is about: a view of its bytes. */
export function keyOf({ bytes, keyFrom, keyUntil }: DhtMessage): Uint8Array {
  return bytes.subarray(keyFrom, keyUntil)
}

function recordOf(bytes: Uint8Array): DhtRecord {
  let value = NOTHING
  let publishedAt: number | undefined
  const field = new FieldReader(bytes)
  while (field.next()) {
    if (!field.hasBytes) continue
    const { start, end } = field
    if (field.number === RECORD_VALUE) value = bytes.subarray(start, end)
    if (field.number === RECORD_TIME) publishedAt = timeOf(bytes.subarray(start, end))
  }
  return { value, publishedAt }
}

function timeOf(text: Uint8Array): number | undefined {
  const time = Date.parse(new TextDecoder().decode(text.subarray(0, 40)))
  return Number.isNaN(time) ? undefined : time
}

/** Reads a peer, field for field, and puts its name on `list`. */
function pushPeer(list: PeerName[], bytes: Uint8Array, field: FieldReader): void {
  while (field.next()) {
    const { start, end } = field
    if (field.number !== PEER_FIELD.id || !field.hasBytes || end - start > MAX_PEER_ID_BYTES) continue
    const name = readPeerName(bytes, start, end)
    if (name !== undefined) list.push(name)
  }
}
