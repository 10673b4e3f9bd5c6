// Writes the DHT's wire messages (libp2p specs, kad-dht, "RPC messages") for peers with own answers.

import { concat } from 'uint8arrays/concat'
import type { RpcType } from '../../event/schema.ts'

/** A peer in an answer. */
export interface NamedPeer {
  /** Its multihash. */
  readonly id: Uint8Array
  /** Its addresses, as multiaddr bytes. */
  readonly addresses: readonly Uint8Array[]
}

/** A message to write. */
export interface OwnMessage {
  readonly type: RpcType
  readonly key: Uint8Array
  /** A serialised Libp2pRecord. */
  readonly record?: Uint8Array
  readonly closer?: readonly NamedPeer[]
}

/** The numbers of the types on the wire. */
const TYPES: Readonly<Record<RpcType, number>> = {
  PUT_VALUE: 0,
  GET_VALUE: 1,
  ADD_PROVIDER: 2,
  GET_PROVIDERS: 3,
  FIND_NODE: 4,
  PING: 5,
}

const TYPE = 1
const KEY = 2
const RECORD = 3
const CLOSER = 8
const PEER_ID = 1
const PEER_ADDRESS = 2

/** The bytes of a message, without its length prefix. */
export function writeDhtMessage({ type, key, record, closer = [] }: OwnMessage): Uint8Array {
  return concat([
    Uint8Array.of(TYPE * 8, TYPES[type]),
    field(KEY, key),
    ...(record === undefined ? [] : [field(RECORD, record)]),
    ...closer.map(({ id, addresses }) => {
      const parts = addresses.map((address) => field(PEER_ADDRESS, address))
      return field(CLOSER, concat([field(PEER_ID, id), ...parts]))
    }),
  ])
}

/** A field with a length, as all but the type are. */
function field(number: number, value: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(number * 8 + 2), varint(value.length), value])
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 0x80)
  return Uint8Array.from([...bytes, rest])
}
