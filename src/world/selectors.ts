// Selectors: what views ask the World for again and again, in one place.

import type { Path } from '../event/schema.ts'
import type { KadId, PeerName, RecordKey } from '../kad/kad-id.ts'
import { closestTo } from '../kad/metric.ts'
import { trieLeaves, type TrieLeaf } from '../kad/trie.ts'
import type { WorldSnapshot, WorldTier } from './world-snapshot.ts'
import type { Contact, Peer, World } from './world.ts'

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

/** From the best path to the worst. */
const PATHS: readonly Path[] = ['webrtc', 'websocket', 'virtual', 'relayed']

/** A thousand peers have tens of thousands of wires, and several views ask for them at once. */
const wiresOf = new WeakMap<World, readonly Wire[]>()

/** The wires between live peers, one entry a pair, in no particular order. */
export function wires(world: World): readonly Wire[] {
  const known = wiresOf.get(world)
  if (known !== undefined) return known
  const found = findWires(world)
  wiresOf.set(world, found)
  return found
}

function findWires(world: World): Wire[] {
  // A pair is one number: comparing the names of so many takes most of the time.
  const live = livePeers(world)
  const places = new Map(live.map(({ peerId }, place) => [peerId, place]))
  const byPair = new Map<number, Wire>()
  for (const [here, peer] of live.entries()) {
    for (const { remote, path, openedAt } of peer.connections.values()) {
      const there = places.get(remote)
      if (there === undefined || there === here) continue
      const pair = here < there ? here * live.length + there : there * live.length + here
      const known = byPair.get(pair)
      if (known === undefined) {
        const lesser = peer.peerId < remote
        const ends = { a: lesser ? peer.peerId : remote, b: lesser ? remote : peer.peerId }
        byPair.set(pair, { ...ends, path, openedAt })
      } else if (openedAt < known.openedAt || path !== known.path) {
        const best = betterPath(path, known.path)
        byPair.set(pair, { ...known, path: best, openedAt: Math.min(openedAt, known.openedAt) })
      }
    }
  }
  return [...byPair.values()]
}

function betterPath(one: Path, other: Path): Path {
  return PATHS.indexOf(one) < PATHS.indexOf(other) ? one : other
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
  return trieLeaves(peer.contacts.values(), peer.splits)
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
