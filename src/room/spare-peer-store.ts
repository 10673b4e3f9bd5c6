// Spares a peer store what it was told or asked a moment ago.
//
// libp2p 3.3 notes with every stream, at both ends, that the other peer speaks the stream's
// protocol, and kad-dht reads the addresses of everybody whom it names in an answer. Each is a
// lock, a record read, parsed with all its addresses and written anew: of 1,900 such calls while
// eight tabs met, 1,600 said or asked what was known.

import type { Peer, PeerId, PeerInfo, PeerStore } from '@libp2p/interface'
import type { Clock } from '../base/clock.ts'

/** For so long what was told is not told again, in milliseconds; addresses age in the store. */
const FRESH_MS = 60_000

/** So many peers are remembered; beyond that all are forgotten. */
const MOST_PEERS = 2_000

/** What is known of a peer without asking the store. */
interface Known {
  readonly until: number
  /** Protocols and addresses that the store has. */
  readonly told: Set<string>
  /** The peer as of the latest change. */
  peer?: Peer
  info?: Promise<PeerInfo>
}

type PeerData = Parameters<PeerStore['merge']>[1]

/** Changes `store` so that `merge` and `getInfo` go to it only when there is something new. */
export function sparePeerStore(store: PeerStore, clock: Clock): void {
  const known = new Map<string, Known>()
  const merge = store.merge.bind(store)
  const getInfo = store.getInfo.bind(store)

  function about(id: PeerId): Known {
    const name = id.toString()
    const found = known.get(name)
    if (found !== undefined && found.until > clock.now()) return found
    if (known.size >= MOST_PEERS) known.clear()
    const fresh = { until: clock.now() + FRESH_MS, told: new Set<string>() }
    known.set(name, fresh)
    return fresh
  }

  store.merge = async (id, data, options) => {
    const facts = factsOf(data)
    const before = about(id)
    if (before.peer !== undefined && facts?.every((fact) => before.told.has(fact)) === true) {
      return before.peer
    }
    const peer = await merge(id, data, options)
    const after = about(id)
    delete after.info
    after.peer = peer
    // Something else may have replaced it while it was written.
    if (after === before) for (const fact of facts ?? []) after.told.add(fact)
    return peer
  }

  store.getInfo = (id, options) => {
    const entry = about(id)
    entry.info ??= getInfo(id, options).catch((error: unknown) => {
      delete entry.info
      throw error
    })
    return entry.info
  }

  for (const method of ['save', 'patch', 'delete'] as const) forgetAfter(method)

  /** What replaces or removes parts of a peer: all that was known of it is asked anew. */
  function forgetAfter(method: 'save' | 'patch' | 'delete'): void {
    const original = store[method].bind(store) as (id: PeerId, ...rest: never[]) => Promise<never>
    store[method] = async (id: PeerId, ...rest: never[]): Promise<never> => {
      try {
        return await original(id, ...rest)
      } finally {
        known.delete(id.toString())
      }
    }
  }
}

/** What is told of a peer when it is only what it speaks and where it is; else undefined. */
function factsOf(data: PeerData): string[] | undefined {
  const { protocols = [], multiaddrs = [], ...others } = data
  if (Object.keys(others).length > 0) return undefined
  return [...protocols, ...multiaddrs.map((address) => address.toString())]
}
