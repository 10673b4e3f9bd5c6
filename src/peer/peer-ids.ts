// Peer ids between the three forms that they have: their text, libp2p's objects and their bytes.

import type { PeerId } from '@libp2p/interface'
import { peerIdFromMultihash, peerIdFromString } from '@libp2p/peer-id'
import * as Digest from 'multiformats/hashes/digest'
import { ByteMemory } from '../base/byte-memory.ts'
import { peerNameOfBytes, readPeerName, type PeerName } from '../kad/kad-id.ts'

/** Peers whose objects are kept: more than a Lab or a room has. */
const REMEMBERED = 8192

/** Longer than the multihash of any peer here: not worth the work of writing it as text. */
const MAX_NAMED_BYTES = 64

/** The same few are needed again and again, and to read an id costs more than a look-up. */
const byName = new Map<PeerName, PeerId>()
const byBytes = new ByteMemory<KnownPeer>(REMEMBERED)

/** A peer whose id came as bytes. */
export interface KnownPeer {
  readonly id: PeerId
  /** Undefined where its id is longer than that of any peer here, or has another form. */
  readonly name: PeerName | undefined
}

/** The name of a peer. */
export function nameOf(peer: PeerId): PeerName {
  return peerNameOfBytes(peer.toMultihash().bytes)
}

/**
 * libp2p's id of the peer that has this name.
 *
 * @throws when the name is none
 */
export function peerIdOf(name: PeerName): PeerId {
  const known = byName.get(name)
  if (known !== undefined) return known
  const id = peerIdFromString(name)
  if (byName.size >= REMEMBERED) byName.clear()
  byName.set(name, id)
  return id
}

/**
 * The peer that has this multihash.
 *
 * @throws when the bytes are none
 */
export function peerOfBytes(multihash: Uint8Array): KnownPeer {
  const known = byBytes.get(multihash)
  if (known !== undefined) return known
  // Of its own, as what was read is part of a message.
  const id = peerIdFromMultihash(Digest.decode(multihash.slice()))
  const isShort = multihash.length <= MAX_NAMED_BYTES
  const peer = { id, name: isShort ? readPeerName(multihash, 0, multihash.length) : undefined }
  byBytes.set(multihash, peer)
  return peer
}

/** The peer whose id a DHT key is; undefined for all other keys, for which no error has to be made. */
export function peerIdOfKey(key: Uint8Array): PeerId | undefined {
  const [code, length] = key
  const isMultihash = (code === IDENTITY || code === SHA2_256) && length === key.length - 2
  try {
    return isMultihash ? peerOfBytes(key).id : undefined
  } catch {
    return undefined
  }
}

/** Codes of the multihashes of peers: a short key as it is, or the hash of a long one (libp2p specs, peer-ids). */
const IDENTITY = 0
const SHA2_256 = 0x12
