// What a peer knows of others: a libp2p peer store that keeps it as it is.
//
// The library's own writes a record for each thing that it is told and reads and parses it for each
// that it is asked, under a lock. It is told with every stream what the other side speaks, and asked
// with every answer of kad-dht where those are that it names: a twentieth of the script of tabs that meet.

import {
  NotFoundError,
  type Peer,
  type PeerData,
  type PeerId,
  type PeerQuery,
  type PeerStore,
  type PeerUpdate,
} from '@libp2p/interface'
import type { Clock } from '../base/clock.ts'
import type { PeerName } from '../kad/kad-id.ts'
import {
  addressesOf,
  changed,
  isSame,
  newEntry,
  peerOf,
  saysNothingNew,
  type Entry,
} from './peer-entry.ts'
import { nameOf } from './peer-ids.ts'

/** How long something is known, in milliseconds. */
export interface BookAges {
  /** Since an address was last heard of. */
  readonly addressMs: number
  /** Since anything was told of a peer none of whose addresses is known any more. */
  readonly peerMs: number
}

export interface PeerBookInit {
  readonly clock: Clock
  /** The peer whose book it is: never forgotten, and not among the others. @default nobody */
  readonly own?: PeerId
  /** @default for ever */
  readonly ages?: BookAges
  /** Hears what has changed. @default nobody hears */
  readonly onUpdate?: (update: PeerUpdate, isOwn: boolean) => void
}

/** A peer store but for signed records of others, which are told to it when they have been checked. */
export type PeerBook = Omit<PeerStore, 'consumePeerRecord'>

/** Peers in a book: anybody may name some more. Of whom least was told of late goes first. */
const MOST_PEERS = 5_000

const FOR_EVER: BookAges = { addressMs: Infinity, peerMs: Infinity }

/** Makes an empty book. Nothing of it outlives the page or the process. */
export function createPeerBook(init: PeerBookInit): PeerBook {
  const { clock, ages = FOR_EVER, onUpdate } = init
  const entries = new Map<PeerName, Entry>()
  const own = init.own === undefined ? undefined : nameOf(init.own)

  const since = (name: PeerName): number =>
    name === own ? -Infinity : clock.now() - ages.addressMs

  /** What is known of a peer; who is known no longer is forgotten. */
  function find(name: PeerName): Entry | undefined {
    const entry = entries.get(name)
    if (entry === undefined || name === own) return entry
    const isOld = entry.toldAt < clock.now() - ages.peerMs
    if (!isOld || addressesOf(entry, since(name)).length > 0) return entry
    entries.delete(name)
    return undefined
  }

  function look(name: PeerName): Peer | undefined {
    const entry = find(name)
    return entry === undefined ? undefined : peerOf(entry, since(name), clock.now())
  }

  function need<Found>(id: PeerId, found: Found | undefined): Found {
    if (found === undefined) throw new NotFoundError(`nothing is known of ${id.toString()}`)
    return found
  }

  /** Puts the entry behind all others. */
  function keep(name: PeerName, entry: Entry): void {
    entries.delete(name)
    entries.set(name, entry)
    if (entries.size <= MOST_PEERS) return
    for (const oldest of entries.keys()) {
      if (oldest === own) continue
      entries.delete(oldest)
      return
    }
  }

  function tell(id: PeerId, data: PeerData, way: 'merge' | 'patch' | 'save'): Peer {
    const name = nameOf(id)
    const now = clock.now()
    const before = find(name)
    if (way === 'merge' && before !== undefined && saysNothingNew(before, data, now)) {
      keep(name, before)
      return peerOf(before, since(name), now)
    }
    const base = way === 'save' || before === undefined ? newEntry(id) : before
    const entry = changed(base, data, { adds: way === 'merge', since: since(name), now })
    keep(name, entry)
    const peer = peerOf(entry, since(name), now)
    if (onUpdate !== undefined && (before === undefined || !isSame(before, entry))) {
      const previous = before === undefined ? undefined : peerOf(before, since(name), now)
      onUpdate({ peer, ...(previous && { previous }) }, name === own)
    }
    return peer
  }

  function all({ filters = [], orders = [], offset = 0, limit }: PeerQuery = {}): Peer[] {
    const found = [...entries.keys()]
      .filter((name) => name !== own)
      .flatMap((name) => look(name) ?? [])
      .filter((peer) => filters.every((filter) => filter(peer)))
    for (const order of orders) found.sort(order)
    return found.slice(offset, limit === undefined ? undefined : offset + limit)
  }

  return {
    get: (id) => promised(() => need(id, look(nameOf(id)))),
    getInfo: (id) =>
      promised(() => {
        const name = nameOf(id)
        const entry = need(id, find(name))
        return {
          id: entry.id,
          multiaddrs: addressesOf(entry, since(name)).map(({ multiaddr }) => multiaddr),
        }
      }),
    has: (id) => promised(() => find(nameOf(id)) !== undefined),
    all: (query) => promised(() => all(query)),
    forEach: (visit, query) =>
      promised(() => {
        all(query).forEach(visit)
      }),
    merge: (id, data) => promised(() => tell(id, data, 'merge')),
    patch: (id, data) => promised(() => tell(id, data, 'patch')),
    save: (id, data) => promised(() => tell(id, data, 'save')),
    delete: (id) =>
      promised(() => {
        if (nameOf(id) !== own) entries.delete(nameOf(id))
      }),
  }
}

/** What `run` gives or throws, as a promise. */
function promised<Result>(run: () => Result): Promise<Result> {
  return new Promise((resolve) => {
    resolve(run())
  })
}
