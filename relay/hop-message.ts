// What the relay reads of circuit-relay messages before libp2p does, and the one answer of its own.
// The package does not export its protobuf code; the fields are those of the circuit-relay-v2
// specification (https://github.com/libp2p/specs/blob/master/relay/circuit-v2.md).

import { peerIdFromMultihash } from '@libp2p/peer-id'
import * as Digest from 'multiformats/hashes/digest'
import type { PeerName } from '../src/kad/kad-id.ts'
import { FieldReader } from '../src/peer/messages/field-reader.ts'

/** The protocol of requests to a relay. */
export const HOP_PROTOCOL = '/libp2p/circuit/relay/0.2.0/hop'

/** `HopMessage { type: STATUS, status: RESOURCE_LIMIT_EXCEEDED }`: the relay carries too much. */
export const LIMIT_EXCEEDED = Uint8Array.of(0x08, 2, 0x28, 0xc9, 0x01)

/** `HopMessage.Type.CONNECT`, in the field that has the number 1. */
const CONNECT = 1

/** The peer that a request wants to be connected to; undefined for any other request. */
export function targetOfConnect(request: Uint8Array): PeerName | undefined {
  const fields = readFields(request)
  if (fields?.get(1) !== CONNECT) return undefined
  const peer = fields.get(2)
  const id = peer instanceof Uint8Array ? readFields(peer)?.get(1) : undefined
  if (!(id instanceof Uint8Array)) return undefined
  try {
    return peerIdFromMultihash(Digest.decode(id)).toString() as PeerName
  } catch {
    // libp2p says what is wrong with it.
    return undefined
  }
}

/** The fields of a protobuf message by number, the first of each; undefined when it is none. */
function readFields(bytes: Uint8Array): Map<number, number | Uint8Array> | undefined {
  const fields = new Map<number, number | Uint8Array>()
  const field = new FieldReader(bytes)
  try {
    while (field.next()) {
      const content = field.hasBytes ? bytes.subarray(field.start, field.end) : field.value
      if (!fields.has(field.number)) fields.set(field.number, content)
    }
    return fields
  } catch {
    return undefined
  }
}
