// Selectors: what views ask the World for again and again, in one place.

import type { Path } from '../event/schema.ts'
import type { KadId, PeerName, RecordKey } from '../kad/kad-id.ts'
import { closestTo } from '../kad/metric.ts'
import { trieLeaves, type TrieLeaf } from '../kad/trie.ts'
import type { WorldSnapshot, WorldTier } from './world-snapshot.ts'
import { PATHS } from './wire-pairs.ts'
import type { Connection, Contact, Peer, World } from './world.ts'

/** The wires between two live peers, as one. */
export interface Wire {
  /** The lesser of the two peer ids. */
  readonly a: PeerName
  readonly b: PeerName
  /** The best path among them. */
  readonly path: Path
  /** When the oldest of them opened. */
  readonly openedAt: number
}

/** A thousand peers have tens of thousands of wires, and several views ask for them at once. */
const wiresOf = new WeakMap<World, readonly Wire[]>()

/**
 * The wires between live peers, one entry a pair, in no particular order. Who only counts them in
 * a crowd does so with `eachPair`.
 */
export function wires(world: World): readonly Wire[] {
  const known = wiresOf.get(world)
  if (known !== undefined) return known
  const found = findWires(world)
  wiresOf.set(world, found)
  return found
}

function findWires(world: World): Wire[] {
  const live = livePeers(world)
  const places = new Map(live.map(({ peerId }, place) => [peerId, place]))
  // A thousand peers have a hundred thousand ends: each first goes to the peer with the lower place.
  const highs = live.map((): number[] => [])
  const ends = live.map((): Connection[] => [])
  for (const [here, peer] of live.entries()) {
    for (const connection of peer.connections.values()) {
      const there = places.get(connection.remote)
      if (there === undefined || there === here) continue
      const low = Math.min(here, there)
      highs[low]?.push(Math.max(here, there))
      ends[low]?.push(connection)
    }
  }
  const found: Wire[] = []
  // Where in `found` the wire from the present low place to each high one is; older ones lie before.
  const at = new Int32Array(live.length).fill(-1)
  for (const [low, peer] of live.entries()) {
    const before = found.length
    for (const [index, connection] of (ends[low] ?? []).entries()) {
      const high = highs[low]?.[index] ?? low
      const place = at[high] ?? -1
      const known = place < before ? undefined : found[place]
      if (known === undefined) {
        at[high] = found.length
        found.push(wireOf(peer.peerId, live[high]?.peerId ?? peer.peerId, connection))
      } else found[place] = merged(known, connection)
    }
  }
  return found
}

function wireOf(one: PeerName, other: PeerName, { path, openedAt }: Connection): Wire {
  const [a, b] = one < other ? [one, other] : [other, one]
  return { a, b, path, openedAt }
}

function merged(known: Wire, { path, openedAt }: Connection): Wire {
  if (openedAt >= known.openedAt && path === known.path) return known
  const best = betterPath(path, known.path)
  return { ...known, path: best, openedAt: Math.min(openedAt, known.openedAt) }
}

function betterPath(one: Path, other: Path): Path {
  return PATHS.indexOf(one) < PATHS.indexOf(other) ? one : other
}

/**
 * The live peers that one of them has wires to, by the best path to each. Of a thousand peers this
 * takes a twentieth of the time that all `wires` take.
 */
export function pathsFrom(world: World, own: PeerName): ReadonlyMap<PeerName, Path> {
  const paths = new Map<PeerName, Path>()
  const self = world.peers.get(own)
  if (self?.live !== true) return paths
  const note = (other: PeerName, path: Path): void => {
    paths.set(other, betterPath(path, paths.get(other) ?? path))
  }
  for (const peer of livePeers(world)) {
    if (peer === self) continue
    for (const { remote, path } of peer.connections.values()) {
      if (remote === own) note(peer.peerId, path)
    }
  }
  for (const { remote, path } of self.connections.values()) {
    if (remote !== own && world.peers.get(remote)?.live === true) note(remote, path)
  }
  return paths
}

/** The wire between two live peers; undefined when there is none. */
export function wireBetween(world: World, one: PeerName, other: PeerName): Wire | undefined {
  const ends = [
    { here: world.peers.get(one), there: other },
    { here: world.peers.get(other), there: one },
  ]
  if (one === other || ends.some(({ here }) => here?.live !== true)) return undefined
  let wire: Wire | undefined
  for (const { here, there } of ends) {
    for (const connection of here?.connections.values() ?? []) {
      if (connection.remote !== there) continue
      wire = wire === undefined ? wireOf(one, other, connection) : merged(wire, connection)
    }
  }
  return wire
}

/** The live peers, in the order in which they were first heard of. */
export function livePeers(world: World): Peer[] {
  return [...world.peers.values()].filter(({ live }) => live)
}

/**
 * The `k` live peers nearest to an id, nearest first: where a lookup should end. Clients
 * are left out, as they are in nobody's table.
 */
export function closestLive(world: World, id: KadId, k: number): Peer[] {
  const servers = livePeers(world).filter(({ mode }) => mode === 'server')
  return closestTo(id, servers, k, ({ kadId }) => kadId)
}

/** Live peers by whether they hold a record and whether they should; each nearest first. */
export interface Holders {
  /** They should and do. */
  readonly held: Peer[]
  /** They should and don't. */
  readonly missing: Peer[]
  /** They do and shouldn't. */
  readonly surplus: Peer[]
}

/** Who of the live peers holds a record, beside the `k` nearest that should. */
export function holdersOf(world: World, key: RecordKey, k: number): Holders {
  const record = world.records.get(key)
  if (record === undefined) return { held: [], missing: [], surplus: [] }
  const { holders, kadId } = record
  const should = closestLive(world, kadId, k)
  const others = livePeers(world).filter(
    (peer) => holders.has(peer.peerId) && !should.includes(peer),
  )
  return {
    held: should.filter(({ peerId }) => holders.has(peerId)),
    missing: should.filter(({ peerId }) => !holders.has(peerId)),
    surplus: closestTo(kadId, others, others.length, (peer) => peer.kadId),
  }
}

/** The buckets of a peer as kad-dht has them: the leaves of its trie. */
export function tableLeaves(peer: Peer): TrieLeaf<Contact>[] {
  return trieLeaves(peer.contacts.values(), peer.splits.values())
}

/** The World as plain JSON for automation. */
export function worldSnapshot(world: World, tier: WorldTier): WorldSnapshot {
  const isLive = (name: PeerName): boolean => world.peers.get(name)?.live === true
  return {
    tier,
    peers: [...world.peers.values()].map(({ peerId, kadId, name, live }) => ({
      peerId,
      kadId,
      name,
      live,
    })),
    connections: wires(world).map(({ a, b, path }) => ({ a, b, path })),
    records: [...world.records.values()]
      .filter(({ everHeld }) => everHeld)
      .map(({ key, holders }) => ({ key, holders: [...holders.keys()].filter(isLive) })),
  }
}
