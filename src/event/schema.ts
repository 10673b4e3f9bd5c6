// The fields that events are made of, as schemas: what comes from a file or a peer is parsed with these.

import * as v from 'valibot'
import { share } from '../base/share.ts'
import { isKadId, isPeerName, type KadId, type PeerName, type RecordKey } from '../kad/kad-id.ts'

/** The longest record key that is taken, in characters. */
export const MAX_KEY_LENGTH = 512

/** The most entries of any list in one event: hostile frames must not fill the memory. */
export const MAX_LIST = 1024

export const peerName = v.pipe(
  v.string(),
  v.check(isPeerName, 'not a peer id'),
  v.transform((text) => share(text as PeerName)),
)

export const kadId = v.pipe(
  v.string(),
  v.check(isKadId, 'not a kad id'),
  v.transform((text) => share(text as KadId)),
)

export const recordKey = v.pipe(
  v.string(),
  v.startsWith('/'),
  v.maxLength(MAX_KEY_LENGTH),
  v.transform((text) => share(text as RecordKey)),
)

/** A short identifier that a peer made up: a lookup, a message, a connection, a fault. */
export const tag = v.pipe(v.string(), v.minLength(1), v.maxLength(80))

/** A word or short phrase: an error's name, a reason, an address. Never markup. */
export const word = v.pipe(v.string(), v.maxLength(300))

/** The first digits of a SHA-256, to tell values apart by. */
export const shortHash = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/))

/** A CID as text, base32: the name of a block or of a share of files. */
export const contentId = v.pipe(v.string(), v.regex(/^b[a-z2-7]{20,110}$/))

/** A prefix of a kad id as binary digits; its length is its depth in the trie. */
export const prefix = v.pipe(v.string(), v.regex(/^[01]{0,256}$/))

export const count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Milliseconds, a duration. */
export const duration = v.pipe(v.number(), v.finite(), v.minValue(0))

/** Milliseconds on the source's clock. */
export const instant = v.pipe(v.number(), v.finite())

export const peerNames = v.pipe(v.array(peerName), v.maxLength(MAX_LIST))

/** A client only asks; a router answers lookups and keeps no records. */
export const mode = v.picklist(['client', 'server', 'router'])
export const path = v.picklist(['websocket', 'webrtc', 'relayed', 'virtual'])
export const direction = v.picklist(['in', 'out'])
export const agent = v.picklist(['tab', 'node', 'relay', 'lab'])
export const stage = v.picklist([
  'identity',
  'dial',
  'identify',
  'reserve',
  'lookup',
  'direct',
  'ready',
])
export const rpcType = v.picklist([
  'FIND_NODE',
  'GET_VALUE',
  'PUT_VALUE',
  'ADD_PROVIDER',
  'GET_PROVIDERS',
  'PING',
])
export const operation = v.picklist([
  'self',
  'refresh',
  'closest',
  'find-peer',
  'put',
  'get',
  'provide',
  'find-providers',
  'republish',
])
export const outcome = v.picklist(['done', 'found', 'missing', 'failed'])
export const faultType = v.picklist(['crash', 'latency', 'loss', 'partition', 'block'])
export const tier = v.picklist(['room', 'lab', 'scale'])

export type Mode = v.InferOutput<typeof mode>
export type Path = v.InferOutput<typeof path>
export type Direction = v.InferOutput<typeof direction>
export type Agent = v.InferOutput<typeof agent>
export type Stage = v.InferOutput<typeof stage>
export type RpcType = v.InferOutput<typeof rpcType>
export type Operation = v.InferOutput<typeof operation>
export type Outcome = v.InferOutput<typeof outcome>
export type FaultType = v.InferOutput<typeof faultType>
export type Tier = v.InferOutput<typeof tier>
