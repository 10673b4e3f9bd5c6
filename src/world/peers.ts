// Peers in the World: how strangers come into it, and who counts as live.

import { kadIdOfPeer, type KadId, type PeerName } from '../kad/kad-id.ts'
import { nickname } from '../kad/nickname.ts'
import { addPeer, editPeer, editPeerAt, type PeerDraft, type WorldDraft } from './draft.ts'
import { PEERS_KEPT, TABLE_KEPT } from './limits.ts'
import { VersionMap } from './version-map.ts'
import type { Spot } from './version-values.ts'
import type { Connection, Peer, Standing } from './world.ts'

/**
 * The peer of that name, made when it is new. Undefined when it cannot be: the World is
 * full, or the name is no peer id.
 */
export function ensurePeer(world: WorldDraft, name: PeerName): Peer | undefined {
  return world.peers.at(ensureSpot(world, name))
}

/** Where that peer is; where nobody is when it cannot be made. */
export function ensureSpot(world: WorldDraft, name: PeerName): Spot {
  const spot = world.peers.find(name)
  if (world.peers.at(spot) !== undefined || world.peers.size >= PEERS_KEPT) return spot
  const kadId = kadIdOrUndefined(name)
  if (kadId === undefined) return spot
  world.wiring += 1
  addPeer(world, newPeer(name, kadId))
  return world.peers.find(name)
}

/** Makes sure that all of them are in the World, as far as they can be. */
export function ensurePeers(world: WorldDraft, names: readonly PeerName[]): void {
  for (const name of names) if (!world.peers.has(name)) ensurePeer(world, name)
}

/** Changes what speaks for a peer, and with it what its own wires say about others. */
export function setStanding(world: WorldDraft, peer: PeerDraft, standing: Standing): void {
  const before = peer.standing
  if (before !== standing) {
    peer.standing = standing
    const change = Number(standing === 'speaking') - Number(before === 'speaking')
    if (change !== 0) {
      for (const { remote } of peer.connections.values()) {
        countWire(world, editPeer(world, remote), change)
      }
    }
  }
  settleLive(world, peer)
}

/** Notes an end of a wire at `peer`; one of the same id is replaced. */
export function addConnection(
  world: WorldDraft,
  peer: PeerDraft,
  id: string,
  connection: Connection,
): void {
  const place = peer.connections.find(id)
  const isReplaced = peer.connections.at(place) !== undefined
  if (isReplaced) removeConnection(world, peer, id)
  if (peer.connections.size >= TABLE_KEPT) return
  const spot = ensureSpot(world, connection.remote)
  const remote = world.peers.at(spot)
  if (remote === undefined) return
  // A peer that stopped says itself when it is back; one that never speaks cannot.
  if (remote.standing === 'stopped' && !remote.heard) {
    const stranger = editPeerAt(world, spot)
    if (stranger !== undefined) stranger.standing = 'unheard'
  }
  // The World's own text of the name, not one more: of so many ends it is looked up all the time.
  const { path, direction, openedAt } = connection
  const end = { remote: remote.peerId, path, direction, openedAt }
  const { edit } = world
  peer.connections = peer.connections.with(id, end, edit, isReplaced ? undefined : place)
  world.wiring += 1
  if (peer.standing === 'speaking') countWire(world, editPeerAt(world, spot), 1)
}

/** Forgets an end of a wire at `peer`. */
export function removeConnection(world: WorldDraft, peer: PeerDraft, id: string): void {
  const connection = peer.connections.get(id)
  if (connection === undefined) return
  peer.connections = peer.connections.without(id, world.edit)
  world.wiring += 1
  if (peer.standing === 'speaking') countWire(world, editPeer(world, connection.remote), -1)
}

/** Forgets all ends of wires at `peer`. */
export function removeConnections(world: WorldDraft, peer: PeerDraft): void {
  for (const id of [...peer.connections.keys()]) removeConnection(world, peer, id)
}

/**
 * Whether what `by` did at `at` was done by this peer before it started anew: then its id
 * may be used again (SPEC, W9).
 */
export function isOfEarlierRun(peer: PeerDraft, by: PeerName, at: number): boolean {
  return by === peer.peerId && peer.startedAt !== undefined && at < peer.startedAt
}

function countWire(world: WorldDraft, peer: PeerDraft | undefined, change: number): void {
  if (peer === undefined) return
  peer.wires = Math.max(0, peer.wires + change)
  settleLive(world, peer)
}

function settleLive(world: WorldDraft, peer: PeerDraft): void {
  const live = peer.standing === 'speaking' || (peer.standing !== 'stopped' && peer.wires > 0)
  if (peer.live === live) return
  peer.live = live
  world.wiring += 1
}

function kadIdOrUndefined(name: PeerName): KadId | undefined {
  try {
    return kadIdOfPeer(name)
  } catch {
    return undefined
  }
}

function newPeer(peerId: PeerName, kadId: KadId): PeerDraft {
  return {
    peerId,
    kadId,
    name: nickname(kadId),
    heard: false,
    live: false,
    standing: 'unheard',
    wires: 0,
    lastSeq: -1,
    notBefore: undefined,
    // Peers are heard of through tables, and only servers are in those.
    mode: 'server',
    agent: undefined,
    k: 0,
    startedAt: undefined,
    lastHeardAt: undefined,
    stage: undefined,
    stages: [],
    relays: [],
    reservations: [],
    contacts: new VersionMap(),
    splits: new VersionMap(),
    tableNews: undefined,
    connections: new VersionMap(),
    holds: new VersionMap(),
    open: [],
    sent: 0,
    served: 0,
  }
}
