// Ids of the Kademlia space: how peer ids and record keys become 256-bit kad ids.

import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { base58btc } from 'multiformats/bases/base58'
import type { Brand } from '../base/brand.ts'
import { ByteMemory } from '../base/byte-memory.ts'

/** A libp2p peer id as its usual text, such as `12D3KooW…`. */
export type PeerName = Brand<string, 'PeerName'>

/** A position in the id space: 64 lower-case hex digits, the SHA-256 of a peer id or of a key. */
export type KadId = Brand<string, 'KadId'>

/** The key of a record as text, such as `/c/<hex>` or `/u/motd`; its DHT key is its UTF-8 bytes. */
export type RecordKey = Brand<string, 'RecordKey'>

/** Bits of a kad id. */
export const ID_BITS = 256

/**
 * The kad id of a peer: SHA-256 of its multihash, as libp2p's kad-dht places it
 * (libp2p specs, kad-dht, "Distance").
 *
 * @throws RangeError when `peer` is not base58 text.
 */
export function kadIdOfPeer(peer: PeerName): KadId {
  const known = kadIds.get(peer)
  if (known !== undefined) return known
  let multihash: Uint8Array
  try {
    multihash = base58btc.baseDecode(peer)
  } catch {
    throw new RangeError(`peer is not base58 text: ${peer}`)
  }
  const kadId = bytesToHex(sha256(multihash)) as KadId
  if (kadIds.size >= REMEMBERED) kadIds.clear()
  kadIds.set(peer, kadId)
  return kadId
}

/**
 * The usual text of a peer id whose multihash is `bytes`. It is the same string each time, which
 * costs less to look up and to keep.
 */
export function peerNameOfBytes(bytes: Uint8Array): PeerName {
  return readPeerName(bytes, 0, bytes.length) ?? (base58btc.baseEncode(bytes) as PeerName)
}

/**
 * The same of what lies in a message from one place to another, which may be anything; undefined
 * when it has not the form of a peer id.
 */
export function readPeerName(bytes: Uint8Array, from: number, until: number): PeerName | undefined {
  const known = names.get(bytes, from, until)
  if (known !== undefined) return known
  const multihash = bytes.subarray(from, until)
  const name = base58btc.baseEncode(multihash)
  if (!isPeerName(name)) return undefined
  names.set(multihash, name)
  return name
}

/** The same few peers are asked for again and again, and a hash costs more than a look-up. */
const kadIds = new Map<PeerName, KadId>()
const names = new ByteMemory<PeerName>()

/** A lookup asks a dozen peers for the same key, and each of them tells of it too. */
const keys = new ByteMemory<KadId>()

/** Peers whose kad ids are kept: more than a Lab or a room has. */
const REMEMBERED = 8192

/** The kad id of a record: SHA-256 of the UTF-8 bytes of its key. */
export function kadIdOfKey(key: RecordKey): KadId {
  return kadIdOfNewKey(utf8ToBytes(key))
}

/** The kad id of any DHT key as bytes. */
export function kadIdOfBytes(key: Uint8Array): KadId {
  const known = keys.get(key)
  if (known !== undefined) return known
  const kadId = kadIdOfNewKey(key)
  keys.set(key, kadId)
  return kadId
}

/** The same of a key that was not seen before: it is not remembered, as thousands are made for one that is used. */
export function kadIdOfNewKey(key: Uint8Array): KadId {
  return bytesToHex(sha256(key)) as KadId
}

/** The 32 bytes of a kad id. */
export function kadIdToBytes(id: KadId): Uint8Array {
  return hexToBytes(id)
}

/** Whether `text` has the form of a kad id. */
export function isKadId(text: string): text is KadId {
  return /^[0-9a-f]{64}$/.test(text)
}

/** Whether `text` has the form of a peer id: a base58 multihash of plausible length. */
export function isPeerName(text: string): text is PeerName {
  return /^[1-9A-HJ-NP-Za-km-z]{40,64}$/.test(text)
}
