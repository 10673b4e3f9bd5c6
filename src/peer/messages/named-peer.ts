// Peers that are named in messages, as js-libp2p has them.

import type { PeerInfo } from '@libp2p/interface'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { ByteMemory } from '../../base/byte-memory.ts'
import { peerOfBytes, type KnownPeer } from '../peer-ids.ts'
import type { NamedPeer } from './message.ts'

/** Each answer names peers that others have named before. */
const addresses = new ByteMemory<Multiaddr>()

/**
 * The peer that is named, with its name: whoever tells of the message need not read it once more.
 *
 * @throws when its id or an address is none
 */
export function peerInfoOf({ id: bytes, multiaddrs }: NamedPeer): PeerInfo & KnownPeer {
  const { id, name } = peerOfBytes(bytes)
  return { id, name, multiaddrs: multiaddrs.map(multiaddrOf) }
}

function multiaddrOf(bytes: Uint8Array): Multiaddr {
  const known = addresses.get(bytes)
  if (known !== undefined) return known
  const address = multiaddr(bytes.slice())
  addresses.set(bytes, address)
  return address
}
