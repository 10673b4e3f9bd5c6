// The DHT's wire messages (libp2p specs, kad-dht, "RPC messages"): their parts, and their numbers on the wire.

import type { RpcType } from '../../event/schema.ts'

/** A message as kad-dht's own code has it. */
export interface Message {
  readonly type: RpcType
  /** Of no use any more; an answer repeats the request's. */
  readonly clusterLevel?: number | undefined
  readonly key?: Uint8Array | undefined
  /** A serialised Libp2pRecord. */
  readonly record?: Uint8Array | undefined
  readonly closer?: readonly NamedPeer[]
  readonly providers?: readonly NamedPeer[]
}

/** A peer in a message. */
export interface NamedPeer {
  /** Its multihash. */
  readonly id: Uint8Array
  /** Its addresses, as multiaddr bytes. */
  readonly multiaddrs: readonly Uint8Array[]
}

/** The types, in the order of their numbers. */
export const TYPES: readonly RpcType[] = [
  'PUT_VALUE',
  'GET_VALUE',
  'ADD_PROVIDER',
  'GET_PROVIDERS',
  'FIND_NODE',
  'PING',
]

/** The numbers of a message's fields. */
export const FIELD = {
  type: 1,
  key: 2,
  record: 3,
  closer: 8,
  providers: 9,
  clusterLevel: 10,
} as const

/** The numbers of the fields of a peer in it. */
export const PEER_FIELD = { id: 1, multiaddr: 2 } as const
