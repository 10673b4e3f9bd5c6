// Reads DHT messages.

import { FieldReader } from './field-reader.ts'
import { FIELD, PEER_FIELD, TYPES, type Message, type NamedPeer } from './message.ts'

/** A message that was read: its lists are there, even if nobody is in them. */
export interface ReadMessage extends Message {
  readonly closer: readonly NamedPeer[]
  readonly providers: readonly NamedPeer[]
}

/**
 * Reads a message without its length prefix. All bytes in it are views of `bytes`. Fields that are
 * not known are left out, as protobuf has it.
 *
 * @throws RangeError when the bytes are no message of the DHT
 */
export function readMessage(bytes: Uint8Array): ReadMessage {
  // An enum's first value is left out on the wire by proto3.
  let type = 0
  let clusterLevel: number | undefined
  let key: Uint8Array | undefined
  let record: Uint8Array | undefined
  const closer: NamedPeer[] = []
  const providers: NamedPeer[] = []
  const field = new FieldReader(bytes)
  while (field.next()) {
    const { number, hasBytes, start, end } = field
    if (!hasBytes) {
      if (number === FIELD.type) type = field.value
      if (number === FIELD.clusterLevel) clusterLevel = field.value
      continue
    }
    if (number === FIELD.key) key = bytes.subarray(start, end)
    if (number === FIELD.record) record = bytes.subarray(start, end)
    if (number !== FIELD.closer && number !== FIELD.providers) continue
    field.goTo(start, end)
    const peer = readPeer(bytes, field)
    field.goTo(end, bytes.length)
    if (number === FIELD.closer) closer.push(peer)
    else providers.push(peer)
  }
  const name = TYPES[type]
  if (name === undefined) throw new RangeError(`type of DHT message is unknown: ${type}`)
  return { type: name, clusterLevel, key, record, closer, providers }
}

function readPeer(bytes: Uint8Array, field: FieldReader): NamedPeer {
  let id: Uint8Array | undefined
  const multiaddrs: Uint8Array[] = []
  while (field.next()) {
    if (!field.hasBytes) continue
    const { number, start, end } = field
    if (number === PEER_FIELD.id) id = bytes.subarray(start, end)
    if (number === PEER_FIELD.multiaddr) multiaddrs.push(bytes.subarray(start, end))
  }
  if (id === undefined) throw new RangeError('a peer in a DHT message has no id')
  return { id, multiaddrs }
}
