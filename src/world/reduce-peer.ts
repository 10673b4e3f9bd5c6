// Reducer of the peer family: starting, stopping, changing mode, and the whole state told at once.

import type { EventOf } from '../event/event.ts'
import { addConnection, ensurePeer, removeConnection, setStanding } from './peers.ts'
import type { PeerDraft, WorldDraft } from './draft.ts'
import { forgetState } from './hear.ts'
import { dropHolding, holdingOf, setHolding } from './holdings.ts'

type PeerEvent = EventOf<'peer.started' | 'peer.mode.changed' | 'peer.stopped' | 'peer.described'>

/** Folds an event of the peer family. */
export function reducePeer(world: WorldDraft, peer: PeerDraft, event: PeerEvent, at: number): void {
  switch (event.kind) {
    case 'peer.started':
      world.wiring += 1
      peer.mode = event.mode
      peer.agent = event.agent
      peer.k = event.k
      peer.stage = undefined
      peer.stages = []
      peer.relays = []
      peer.sent = 0
      peer.served = 0
      return
    case 'peer.mode.changed':
      world.wiring += 1
      peer.mode = event.mode
      return
    case 'peer.stopped':
      forgetState(world, peer)
      setStanding(world, peer, 'stopped')
      return
    case 'peer.described':
      if (peer.mode !== event.mode || peer.agent !== event.agent) world.wiring += 1
      peer.mode = event.mode
      peer.agent = event.agent
      peer.k = event.k
      peer.stage = event.stage ?? peer.stage
      describeSplits(world, peer, event.splits)
      describeContacts(world, peer, event.contacts, at)
      describeConnections(world, peer, event.connections, at)
      describeRecords(world, peer, event.records)
      return
    default:
      event satisfies never
  }
}

type Described = EventOf<'peer.described'>

function describeContacts(
  world: WorldDraft,
  peer: PeerDraft,
  names: Described['contacts'],
  at: number,
): void {
  const told = new Set(names)
  peer.contacts = peer.contacts.drop(
    ({ peerId }) => (told.has(peerId) ? 'stays' : 'goes'),
    world.edit,
  )
  for (const name of names) {
    if (peer.contacts.has(name)) continue
    const kadId = ensurePeer(world, name)?.kadId
    if (kadId === undefined) continue
    const contact = { peerId: name, kadId, addedAt: at, seenAt: at }
    peer.contacts = peer.contacts.with(name, contact, world.edit)
  }
}

function describeSplits(world: WorldDraft, peer: PeerDraft, prefixes: Described['splits']): void {
  const told = new Set(prefixes)
  peer.splits = peer.splits.drop((prefix) => (told.has(prefix) ? 'stays' : 'goes'), world.edit)
  for (const prefix of told) {
    if (!peer.splits.has(prefix)) peer.splits = peer.splits.with(prefix, prefix, world.edit)
  }
}

function describeConnections(
  world: WorldDraft,
  peer: PeerDraft,
  connections: Described['connections'],
  at: number,
): void {
  const told = new Set(connections.map(({ connection }) => connection))
  for (const id of [...peer.connections.keys()]) {
    if (!told.has(id)) removeConnection(world, peer, id)
  }
  for (const { connection: id, remote, path, direction } of connections) {
    const known = peer.connections.get(id)
    if (known?.remote === remote && known.path === path) continue
    addConnection(world, peer, id, { remote, path, direction, openedAt: at })
  }
}

function describeRecords(world: WorldDraft, peer: PeerDraft, records: Described['records']): void {
  const told = new Set(records.map(({ key }) => key))
  for (const key of [...peer.holds.keys()]) if (!told.has(key)) dropHolding(world, key, peer)
  for (const { key, hash, sequence, ...holding } of records) {
    const lastServedAt = holdingOf(world, key, peer)?.lastServedAt
    setHolding(world, key, peer, { ...holding, hash, sequence, lastServedAt })
  }
}
