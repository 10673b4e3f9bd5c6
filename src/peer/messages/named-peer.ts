// Peers that are named in messages, as js-libp2p has them.

import type { PeerId, PeerInfo } from '@libp2p/interface'
import { peerIdFromMultihash } from '@libp2p/peer-id'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import * as Digest from 'multiformats/hashes/digest'
import { ByteMemory } from '../../base/byte-memory.ts'
import type { NamedPeer } from './message.ts'

/** Each answer names peers that others have named before. */
const ids = new ByteMemory<PeerId>()
const addresses = new ByteMemory<Multiaddr>()

/**
 * The peer that is named.
 *
 * @throws when its id or an address is none
 */
export function peerInfoOf({ id, multiaddrs }: NamedPeer): PeerInfo {
  return { id: peerIdOf(id), multiaddrs: multiaddrs.map(multiaddrOf) }
}

function peerIdOf(multihash: Uint8Array): PeerId {
  const known = ids.get(multihash)
  if (known !== undefined) return known
  // Of its own, as what was read is part of a message.
  const id = peerIdFromMultihash(Digest.decode(multihash.slice()))
  ids.set(multihash, id)
  return id
}

function multiaddrOf(bytes: Uint8Array): Multiaddr {
  const known = addresses.get(bytes)
  if (known !== undefined) return known
  const address = multiaddr(bytes.slice())
  addresses.set(bytes, address)
  return address
}
