// The World while it is being changed: what is written to is copied first, once a fold, and the rest shared.

import type { PeerName, RecordKey } from '../kad/kad-id.ts'
import {
  copyLookup,
  copyMessage,
  copyPeer,
  type LookupDraft,
  type MessageDraft,
  type PeerDraft,
  type Writable,
} from './copies.ts'
import type { Edit, Fate } from './chunk.ts'
import type { Spot } from './version-values.ts'
import type { Lookup, Message, StoredRecord, World } from './world.ts'

export type { MessageDraft, PeerDraft } from './copies.ts'

/** A record that can be written. What it has is replaced, never changed. */
export type RecordDraft = Writable<StoredRecord>

/** The World that the reducers write to; what is in it by the functions below. */
export interface WorldDraft extends Writable<World> {
  /** This fold. What it has put into a Map it may change. */
  readonly edit: Edit
}

/** Begins to change a World, which itself stays as it is. */
export function draftOf(world: World): WorldDraft {
  const { at, count, wiring, peers, lookups, lookupsFinished, messages, records, faults } = world
  const edit = Symbol('fold')
  // Field by field: V8 may give what begins with a spread a hidden class of its own, and then looks up all.
  return { at, count, wiring, peers, lookups, lookupsFinished, messages, records, faults, edit }
}

/** The World as it was changed, the one before when nothing was; the draft is of no use any more. */
export function finish(draft: WorldDraft, before: World): World {
  const fields = Object.keys(before) as (keyof World)[]
  if (fields.every((field) => draft[field] === before[field])) return before
  const { at, count, wiring, peers, lookups, lookupsFinished, messages, records, faults } = draft
  return { at, count, wiring, peers, lookups, lookupsFinished, messages, records, faults }
}

/** The peer to be written; undefined when the World does not have it. */
export function editPeer(world: WorldDraft, name: PeerName): PeerDraft | undefined {
  return editPeerAt(world, world.peers.find(name))
}

/** The peer at the spot where it was found, to be written; undefined when there is none. */
export function editPeerAt(world: WorldDraft, spot: Spot): PeerDraft | undefined {
  if (world.peers.at(spot) === undefined) return undefined
  world.peers = world.peers.for(world.edit)
  return world.peers.own(spot, world.edit, copyPeer)
}

/** Puts a peer into the World that this fold made, in place of one of that name. */
export function addPeer(world: WorldDraft, peer: PeerDraft): PeerDraft {
  world.peers = world.peers.with(peer.peerId, peer, world.edit)
  return peer
}

/** Takes a peer out of the World. */
export function removePeer(world: WorldDraft, name: PeerName): void {
  world.peers = world.peers.without(name, world.edit)
}

/** The record to be written; undefined when the World does not have it. */
export function editRecord(world: WorldDraft, key: RecordKey): RecordDraft | undefined {
  const spot = world.records.find(key)
  if (world.records.at(spot) === undefined) return undefined
  world.records = world.records.for(world.edit)
  return world.records.own<RecordDraft>(spot, world.edit, (record) => ({ ...record }))
}

/** Puts a record into the World that this fold made, in place of one of that key. */
export function addRecord(world: WorldDraft, record: RecordDraft): RecordDraft {
  world.records = world.records.with(record.key, record, world.edit)
  return record
}

/** Takes a record out of the World. */
export function removeRecord(world: WorldDraft, key: RecordKey): void {
  world.records = world.records.without(key, world.edit)
}

/** The lookup at the spot where it was found, to be written; undefined when there is none. */
export function editLookupAt(world: WorldDraft, spot: Spot): LookupDraft | undefined {
  if (world.lookups.at(spot) === undefined) return undefined
  world.lookups = world.lookups.for(world.edit)
  // What this fold has put there has a list of messages of its own.
  return world.lookups.own<LookupDraft>(spot, world.edit, copyLookup)
}

/** Puts a lookup into the World that this fold made, in place of one of that id. */
export function addLookup(world: WorldDraft, lookup: LookupDraft): LookupDraft {
  world.lookups = world.lookups.with(lookup.lookup, lookup, world.edit)
  return lookup
}

/** Takes the lookups that go out of the World; they are asked for in order. */
export function dropLookups(world: WorldDraft, fateOf: (lookup: Lookup) => Fate): void {
  world.lookups = world.lookups.drop(fateOf, world.edit)
}

/** Puts a message into the World that this fold made, at the spot after the last. */
export function addMessage(world: WorldDraft, message: MessageDraft): void {
  world.messages = world.messages.for(world.edit)
  world.messages.push(message, world.edit)
}

/** The message at that spot, to be written; undefined when the World does not have it any more. */
export function editMessageAt(world: WorldDraft, spot: Spot): MessageDraft | undefined {
  if (world.messages.at(spot) === undefined) return undefined
  world.messages = world.messages.for(world.edit)
  return world.messages.own<MessageDraft>(spot, world.edit, copyMessage)
}

/** Takes the messages that go out of the World; they are asked for in order. */
export function dropMessages(world: WorldDraft, fateOf: (message: Message) => Fate): void {
  world.messages = world.messages.drop(fateOf, world.edit)
}

/** The items with one more at the end, the oldest left out beyond `limit`. */
export function appended<T>(items: readonly T[], item: T, limit: number): readonly T[] {
  if (items.length < limit) return [...items, item]
  // One list is made, not two.
  const next = items.slice(items.length - limit)
  next.copyWithin(0, 1)
  next[limit - 1] = item
  return next
}
