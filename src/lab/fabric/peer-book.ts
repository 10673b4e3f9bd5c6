// A peer store in memory, with what kad-dht and libp2p's parts ask of one.

import type { Address, Peer, PeerId, PeerInfo, PeerStore } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import { peerNameOfBytes, type PeerName } from '../../kad/kad-id.ts'

/** What may be told of a peer. */
interface PeerPatch {
  multiaddrs?: Multiaddr[]
  protocols?: string[]
  tags?: Record<string, { value?: number } | undefined>
}

interface Entry {
  readonly id: PeerId
  addresses: Address[]
  protocols: string[]
  readonly tags: Map<string, { value: number }>
}

const NO_METADATA = new Map<string, Uint8Array>()

function nameOf(id: PeerId): PeerName {
  return peerNameOfBytes(id.toMultihash().bytes)
}

/** Nothing is known of a peer; kad-dht knows the name. */
export class NotFoundError extends Error {
  override name = 'NotFoundError'
}

/** Makes an empty peer store. */
export function createPeerBook(): PeerStore {
  const entries = new Map<string, Entry>()

  function entryOf(id: PeerId): Entry {
    const name = nameOf(id)
    let entry = entries.get(name)
    if (entry === undefined) {
      entry = { id, addresses: [], protocols: [], tags: new Map() }
      entries.set(name, entry)
    }
    return entry
  }

  function asPeer({ id, addresses, protocols, tags }: Entry): Peer {
    return { id, addresses, protocols, tags, metadata: NO_METADATA }
  }

  function get(id: PeerId): Promise<Peer> {
    const entry = entries.get(nameOf(id))
    if (entry === undefined) return Promise.reject(new NotFoundError(`${nameOf(id)} is unknown`))
    return Promise.resolve(asPeer(entry))
  }

  function merge(id: PeerId, patch: PeerPatch): Promise<Peer> {
    const entry = entryOf(id)
    for (const multiaddr of patch.multiaddrs ?? []) {
      if (!entry.addresses.some((known) => known.multiaddr.equals(multiaddr))) {
        entry.addresses.push({ multiaddr, isCertified: false })
      }
    }
    for (const protocol of patch.protocols ?? []) {
      if (!entry.protocols.includes(protocol)) entry.protocols.push(protocol)
    }
    for (const [tag, value] of Object.entries(patch.tags ?? {})) {
      if (value === undefined) entry.tags.delete(tag)
      else entry.tags.set(tag, { value: value.value ?? 0 })
    }
    return Promise.resolve(asPeer(entry))
  }

  const book = {
    get,
    merge,
    patch(id: PeerId, patch: PeerPatch) {
      if (patch.protocols !== undefined) entryOf(id).protocols = [...patch.protocols]
      return merge(id, { ...patch, protocols: [] })
    },
    getInfo: (id: PeerId): Promise<PeerInfo> =>
      get(id).then(({ addresses }) => ({
        id,
        multiaddrs: addresses.map(({ multiaddr }) => multiaddr),
      })),
    has: (id: PeerId) => Promise.resolve(entries.has(nameOf(id))),
    delete(id: PeerId) {
      entries.delete(nameOf(id))
      return Promise.resolve()
    },
    all: (query?: { filters?: ((peer: Peer) => boolean)[] }) =>
      Promise.resolve(
        [...entries.values()]
          .map(asPeer)
          .filter((peer) => (query?.filters ?? []).every((filter) => filter(peer))),
      ),
  }
  return book as unknown as PeerStore
}
