// Peer ids between the three forms that they have: their text, libp2p's objects and their bytes.

import type { PeerId } from '@libp2p/interface'
import { peerIdFromMultihash, peerIdFromString } from '@libp2p/peer-id'
import * as Digest from 'multiformats/hashes/digest'
import { ByteMemory } from '../base/byte-memory.ts'
import { peerNameOfBytes, type PeerName } from '../kad/kad-id.ts'

/** Peers whose objects are kept: more than a Lab or a room has. */
const REMEMBERED = 8192

/** The same few are needed again and again, and to read an id costs more than a look-up. */
const byName = new Map<PeerName, PeerId>()
const byBytes = new ByteMemory<PeerId>(REMEMBERED)

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
 * libp2p's id of the peer that has this multihash.
 *
 * @throws when the bytes are none
 */
export function peerIdOfBytes(multihash: Uint8Array): PeerId {
  const known = byBytes.get(multihash)
  if (known !== undefined) return known
  // Of its own, as what was read is part of a message.
  const id = peerIdFromMultihash(Digest.decode(multihash.slice()))
  byBytes.set(multihash, id)
  return id
}

/** The peer whose id a DHT key is; undefined for all other keys, for which no error has to be made. */
export function peerIdOfKey(key: Uint8Array): PeerId | undefined {
  const [code, length] = key
  const isMultihash = (code === IDENTITY || code === SHA2_256) && length === key.length - 2
  try {
    return isMultihash ? peerIdOfBytes(key) : undefined
  } catch {
    return undefined
  }
}

/** Codes of the multihashes of peers: a short key as it is, or the hash of a long one (libp2p specs, peer-ids). */
const IDENTITY = 0
const SHA2_256 = 0x12
