// The World while it is being changed: what is written to is copied first, once a fold, and the rest shared.

import type { PeerName, RecordKey } from '../kad/kad-id.ts'
import type { Edit, Fate } from './version-map.ts'
import type { Lookup, Message, Peer, StoredRecord, World } from './world.ts'

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** A peer that can be written. What it has is replaced, never changed. */
export type PeerDraft = Writable<Peer>

/** A record that can be written. What it has is replaced, never changed. */
export type RecordDraft = Writable<StoredRecord>

/** A message that can be written. What it has is replaced, never changed. */
export type MessageDraft = Writable<Message>

/** A lookup that can be written, its messages too: they are a list of this fold's own. */
export type LookupDraft = Writable<Omit<Lookup, 'messages'>> & { readonly messages: Message[] }

/** The World that the reducers write to; what is in it by the functions below. */
export interface WorldDraft extends Writable<World> {
  readonly edit: Edit
  /** What this fold has made or copied. */
  readonly own: {
    readonly peers: Map<PeerName, PeerDraft>
    readonly records: Map<RecordKey, RecordDraft>
    readonly lookups: Map<string, LookupDraft>
    readonly messages: Map<string, MessageDraft>
  }
}

/** Begins to change a World, which itself stays as it is. */
export function draftOf(world: World): WorldDraft {
  const own = { peers: new Map(), records: new Map(), lookups: new Map(), messages: new Map() }
  return { ...world, edit: Symbol('fold'), own }
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
  const own = world.own.peers.get(name)
  if (own !== undefined) return own
  const peer = world.peers.get(name)
  return peer === undefined ? undefined : addPeer(world, { ...peer })
}

/** Puts a peer into the World that this fold made, in place of one of that name. */
export function addPeer(world: WorldDraft, peer: PeerDraft): PeerDraft {
  world.own.peers.set(peer.peerId, peer)
  world.peers = world.peers.with(peer.peerId, peer, world.edit)
  return peer
}

/** Takes a peer out of the World. */
export function removePeer(world: WorldDraft, name: PeerName): void {
  world.own.peers.delete(name)
  world.peers = world.peers.without(name, world.edit)
}

/** The record to be written; undefined when the World does not have it. */
export function editRecord(world: WorldDraft, key: RecordKey): RecordDraft | undefined {
  const own = world.own.records.get(key)
  if (own !== undefined) return own
  const record = world.records.get(key)
  return record === undefined ? undefined : addRecord(world, { ...record })
}

/** Puts a record into the World that this fold made, in place of one of that key. */
export function addRecord(world: WorldDraft, record: RecordDraft): RecordDraft {
  world.own.records.set(record.key, record)
  world.records = world.records.with(record.key, record, world.edit)
  return record
}

/** Takes a record out of the World. */
export function removeRecord(world: WorldDraft, key: RecordKey): void {
  world.own.records.delete(key)
  world.records = world.records.without(key, world.edit)
}

/** The lookup to be written; undefined when the World does not have it. */
export function editLookup(world: WorldDraft, id: string): LookupDraft | undefined {
  const own = world.own.lookups.get(id)
  if (own !== undefined) return own
  const lookup = world.lookups.get(id)
  if (lookup === undefined) return undefined
  return addLookup(world, { ...lookup, messages: [...lookup.messages] })
}

/** Puts a lookup into the World that this fold made, in place of one of that id. */
export function addLookup(world: WorldDraft, lookup: LookupDraft): LookupDraft {
  world.own.lookups.set(lookup.lookup, lookup)
  world.lookups = world.lookups.with(lookup.lookup, lookup, world.edit)
  return lookup
}

/** Takes the lookups that go out of the World; they are asked for in order. */
export function dropLookups(world: WorldDraft, fateOf: (lookup: Lookup) => Fate): void {
  world.lookups = world.lookups.drop((lookup) => {
    const fate = fateOf(lookup)
    if (fate === 'goes') world.own.lookups.delete(lookup.lookup)
    return fate
  }, world.edit)
}

/** Puts a message into the World that this fold made, in place of one of that id. */
export function addMessage(world: WorldDraft, message: MessageDraft): void {
  world.own.messages.set(message.rpc, message)
  world.messages = world.messages.with(message.rpc, message, world.edit)
}

/** Takes the messages that go out of the World; they are asked for in order. */
export function dropMessages(world: WorldDraft, fateOf: (message: Message) => Fate): void {
  world.messages = world.messages.drop((message) => {
    const fate = fateOf(message)
    if (fate === 'goes') world.own.messages.delete(message.rpc)
    return fate
  }, world.edit)
}

/** The items with one more at the end, the oldest left out beyond `limit`. */
export function appended<T>(items: readonly T[], item: T, limit: number): readonly T[] {
  return [...items.slice(Math.max(0, items.length + 1 - limit)), item]
}
