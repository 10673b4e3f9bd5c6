// Reducers of the joining, wires and table families: how a peer comes in and whom it knows.

import type { EventOf } from '../event/event.ts'
import type { PeerName } from '../kad/kad-id.ts'
import { appended, editPeer, type PeerDraft, type WorldDraft } from './draft.ts'
import { RELAYS_KEPT, SEEN_MS, STAGES_KEPT, TABLE_KEPT } from './limits.ts'
import { addConnection, ensurePeer, removeConnection, setStanding } from './peers.ts'
import { withNews } from './table-news.ts'

type JoiningEvent = EventOf<'relay.dialed' | 'relay.reserved' | 'relay.lost' | 'join.advanced'>
type WireEvent = EventOf<'connection.opened' | 'connection.closed'>
type TableEvent = EventOf<'contact.added' | 'contact.removed' | 'contact.pinged' | 'bucket.split'>

/** Folds an event of the joining family. */
export function reduceJoining(
  world: WorldDraft,
  peer: PeerDraft,
  event: JoiningEvent,
  at: number,
): void {
  switch (event.kind) {
    case 'relay.dialed':
      peer.relays = appended(peer.relays, event, RELAYS_KEPT)
      return
    case 'relay.reserved':
      peer.reservations = appended(without(peer, event.relay), event.relay, RELAYS_KEPT)
      world.wiring += 1
      return
    case 'relay.lost':
      peer.reservations = without(peer, event.relay)
      world.wiring += 1
      return
    case 'join.advanced':
      peer.stage = event.stage
      peer.stages = appended(peer.stages, { stage: event.stage, ms: event.ms, at }, STAGES_KEPT)
      return
    default:
      event satisfies never
  }
}

/** Folds an event of the wires family. */
export function reduceWires(
  world: WorldDraft,
  peer: PeerDraft,
  event: WireEvent,
  at: number,
): void {
  switch (event.kind) {
    case 'connection.opened': {
      const { connection, remote, path, direction } = event
      addConnection(world, peer, connection, { remote, path, direction, openedAt: at })
      return
    }
    case 'connection.closed': {
      const name = peer.connections.get(event.connection)?.remote ?? event.remote
      removeConnection(world, peer, event.connection)
      for (const { remote } of peer.connections.values()) if (remote === name) return
      if (ensurePeer(world, name)?.standing !== 'speaking' || name === peer.peerId) return
      const remote = editPeer(world, name)
      if (remote !== undefined) setStanding(world, remote, 'doubted')
      return
    }
    default:
      event satisfies never
  }
}

/** Folds an event of the table family. */
export function reduceTable(
  world: WorldDraft,
  peer: PeerDraft,
  event: TableEvent,
  at: number,
): void {
  peer.tableNews = withNews(peer.tableNews, { event, at })
  switch (event.kind) {
    case 'contact.added': {
      const kadId = ensurePeer(world, event.contact)?.kadId
      if (kadId === undefined) return
      const spot = peer.contacts.find(event.contact)
      const known = peer.contacts.at(spot)
      if (known === undefined && peer.contacts.size >= TABLE_KEPT) return
      const addedAt = known?.addedAt ?? at
      const contact = { peerId: event.contact, kadId, addedAt, seenAt: at }
      peer.contacts = peer.contacts.with(event.contact, contact, world.edit, spot)
      return
    }
    case 'contact.removed':
      peer.contacts = peer.contacts.without(event.contact, world.edit)
      return
    case 'contact.pinged':
      if (event.ok) touchContact(world, peer, event.contact, at)
      return
    case 'bucket.split':
      if (peer.splits.size >= TABLE_KEPT) return
      peer.splits = peer.splits.with(event.prefix, event.prefix, world.edit)
      return
    default:
      event satisfies never
  }
}

/** A contact, if it is one, gave proof of life. Each answer is one: those soon after the last are not noted. */
export function touchContact(world: WorldDraft, peer: PeerDraft, name: PeerName, at: number): void {
  const spot = peer.contacts.find(name)
  const contact = peer.contacts.at(spot)
  if (contact === undefined || at < contact.seenAt + SEEN_MS) return
  const { peerId, kadId, addedAt } = contact
  const seen = { peerId, kadId, addedAt, seenAt: at }
  peer.contacts = peer.contacts.with(name, seen, world.edit, spot)
}

function without(peer: PeerDraft, relay: PeerName): PeerName[] {
  return peer.reservations.filter((other) => other !== relay)
}
