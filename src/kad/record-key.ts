// Record keys: the namespaces, what a key must look like, and what a lookup can be for.

import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { base58btc } from 'multiformats/bases/base58'
import { KadscopeError } from '../base/errors.ts'
import {
  isPeerName,
  kadIdOfBytes,
  kadIdOfKey,
  type KadId,
  type PeerName,
  type RecordKey,
} from './kad-id.ts'

/** The longest name in a key, in characters. */
export const MAX_NAME_LENGTH = 128

const ALLOWED =
  'Keys are /u/<name>, /c/<SHA-256 as 64 lower-case hex digits>, /m/<peer id>/<name> ' +
  `or /n/<namespace>/<peer id>; names are 1 to ${MAX_NAME_LENGTH} characters ` +
  'without spaces and slashes.'

/** A text is not a record key; the message says what is allowed. */
export class InvalidKeyError extends KadscopeError {
  override name = 'InvalidKeyError'
  constructor(text: string, reason: string, allowed: string = ALLOWED) {
    const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text
    super(`"${shown}" is not a key: ${reason}. ${allowed}`)
  }
}

/** The parts of a record key, by namespace. */
export type ParsedKey =
  | { readonly namespace: 'c'; readonly key: RecordKey; readonly hash: string }
  | {
      readonly namespace: 'm'
      readonly key: RecordKey
      readonly publisher: PeerName
      readonly name: string
    }
  | {
      readonly namespace: 'n'
      readonly key: RecordKey
      readonly under: string
      readonly peer: PeerName
    }
  | { readonly namespace: 'u'; readonly key: RecordKey; readonly name: string }

/**
 * Takes a record key apart.
 *
 * @throws InvalidKeyError
 */
export function parseRecordKey(text: string): ParsedKey {
  const key = text as RecordKey
  const [, namespace, ...parts] = text.split('/')
  if (!text.startsWith('/')) throw new InvalidKeyError(text, 'a key begins with a slash')
  const [first = '', second = ''] = parts
  switch (namespace) {
    case 'c':
      assertParts(text, parts, 1)
      if (!/^[0-9a-f]{64}$/.test(first)) {
        throw new InvalidKeyError(text, 'after /c/ come 64 lower-case hex digits')
      }
      return { namespace, key, hash: first }
    case 'm':
      assertParts(text, parts, 2)
      return { namespace, key, publisher: toPeer(text, first), name: toName(text, second) }
    case 'n':
      assertParts(text, parts, 2)
      return { namespace, key, under: toName(text, first), peer: toPeer(text, second) }
    case 'u':
      assertParts(text, parts, 1)
      return { namespace, key, name: toName(text, first) }
    default:
      throw new InvalidKeyError(text, 'there is no such namespace')
  }
}

/** Whether `text` is a record key of one of the namespaces. */
export function isRecordKey(text: string): text is RecordKey {
  try {
    parseRecordKey(text)
    return true
  } catch {
    return false
  }
}

/** The key of a content-addressed value: `/c/` and the SHA-256 of its bytes. */
export function contentKey(value: Uint8Array): RecordKey {
  return `/c/${bytesToHex(sha256(value))}` as RecordKey
}

/** What a lookup is for: `bytes` is the DHT key to ask for, `kadId` where it lies. */
export type LookupTarget = { readonly bytes: Uint8Array; readonly kadId: KadId } & (
  | { readonly type: 'key'; readonly key: RecordKey }
  | { readonly type: 'peer'; readonly peer: PeerName }
)

/**
 * Takes a record key or a peer id as the target of a lookup.
 *
 * @throws InvalidKeyError
 */
export function parseLookupTarget(text: string): LookupTarget {
  if (text.startsWith('/')) {
    const { key } = parseRecordKey(text)
    return { type: 'key', key, bytes: utf8ToBytes(key), kadId: kadIdOfKey(key) }
  }
  const allowed = `Give a peer id, such as 12D3KooW…, or a key. ${ALLOWED}`
  const bytes = multihashOf(text)
  if (bytes === undefined) throw new InvalidKeyError(text, 'nor is it a peer id', allowed)
  return { type: 'peer', peer: text as PeerName, bytes, kadId: kadIdOfBytes(bytes) }
}

/**
 * The multihash of a peer id: an Ed25519 or secp256k1 key itself (identity) or the SHA-256
 * of a longer key (libp2p specs, peer-ids). Undefined for anything else, such as a typo.
 */
function multihashOf(text: string): Uint8Array | undefined {
  if (!isPeerName(text)) return undefined
  const [code, length, ...digest] = base58btc.baseDecode(text)
  if (code === undefined || (code !== IDENTITY && code !== SHA2_256)) return undefined
  if (length !== digest.length) return undefined
  return Uint8Array.of(code, length, ...digest)
}

const IDENTITY = 0x00
const SHA2_256 = 0x12

function assertParts(text: string, parts: readonly string[], count: 1 | 2): void {
  if (parts.length === count) return
  const wanted = count === 1 ? 'one part comes' : 'two parts come'
  throw new InvalidKeyError(text, `after the namespace ${wanted}`)
}

function toPeer(text: string, part: string): PeerName {
  if (multihashOf(part) === undefined) throw new InvalidKeyError(text, `"${part}" is no peer id`)
  return part as PeerName
}

function toName(text: string, part: string): string {
  const { length } = part
  if (length === 0) throw new InvalidKeyError(text, 'a name is missing')
  if (length > MAX_NAME_LENGTH) throw new InvalidKeyError(text, 'a name is too long')
  // No control, formatting or unassigned characters: they would let two keys look the same.
  if (/[\s\p{C}]/u.test(part)) {
    throw new InvalidKeyError(text, 'a name has spaces or invisible characters')
  }
  return part
}
