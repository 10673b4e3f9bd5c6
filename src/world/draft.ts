// The World while it is being changed: what is written to is copied first, once a fold, and the rest shared.

import type { PeerName, RecordKey } from '../kad/kad-id.ts'
import { DraftItems, DraftMap, DraftSet } from './draft-containers.ts'
import { DraftLayers } from './draft-layers.ts'
import type {
  Connection,
  Contact,
  Fault,
  Holding,
  Lookup,
  Message,
  Peer,
  StoredRecord,
  World,
} from './world.ts'

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** What can be read of a peer without making a draft of it. */
export type PeerFacts = Omit<Peer, 'contacts' | 'connections' | 'holds'>

/** A peer that can be written. Its arrays and its contacts are replaced, never changed. */
export type PeerDraft = Writable<PeerFacts> & {
  readonly contacts: DraftMap<PeerName, Contact>
  readonly connections: DraftMap<string, Connection>
  readonly holds: DraftSet<RecordKey>
}

/** What can be read of a record without making a draft of it. */
export type RecordFacts = Omit<StoredRecord, 'holders'> & {
  readonly holders: Pick<StoredRecord['holders'], 'get' | 'size' | 'values'>
}

/** A record that can be written. */
export type RecordDraft = Writable<Omit<StoredRecord, 'holders'>> & {
  readonly holders: DraftMap<PeerName, Holding>
}

/** The World that the reducers write to. */
export interface WorldDraft extends Writable<Omit<World, Containers>> {
  readonly peers: DraftItems<PeerName, PeerFacts, Peer, PeerDraft>
  readonly lookups: DraftMap<string, Lookup>
  readonly messages: DraftLayers<string, Message>
  readonly records: DraftItems<RecordKey, RecordFacts, StoredRecord, RecordDraft>
  readonly faults: DraftMap<string, Fault>
}

type Containers = 'peers' | 'lookups' | 'messages' | 'records' | 'faults'

/** Begins to change a World, which itself stays as it is. */
export function draftOf(world: World): WorldDraft {
  return {
    ...world,
    peers: new DraftItems(world.peers, draftPeer, finishPeer),
    lookups: new DraftMap(world.lookups),
    messages: new DraftLayers(world.messages),
    records: new DraftItems(world.records, draftRecord, finishRecord),
    faults: new DraftMap(world.faults),
  }
}

/** The World as it was changed, the one before when nothing was; the draft is of no use any more. */
export function finish(draft: WorldDraft, before: World): World {
  const after: World = {
    ...draft,
    peers: draft.peers.finish(),
    lookups: draft.lookups.finish(),
    messages: draft.messages.finish(),
    records: draft.records.finish(),
    faults: draft.faults.finish(),
  }
  const fields = Object.keys(after) as (keyof World)[]
  return fields.every((field) => after[field] === before[field]) ? before : after
}

function draftPeer(peer: Peer): PeerDraft {
  return {
    ...peer,
    contacts: new DraftMap(peer.contacts),
    connections: new DraftMap(peer.connections),
    holds: new DraftSet(peer.holds),
  }
}

function finishPeer(draft: PeerDraft): Peer {
  return {
    ...draft,
    contacts: draft.contacts.finish(),
    connections: draft.connections.finish(),
    holds: draft.holds.finish(),
  }
}

function draftRecord(record: StoredRecord): RecordDraft {
  return { ...record, holders: new DraftMap(record.holders) }
}

function finishRecord(draft: RecordDraft): StoredRecord {
  return { ...draft, holders: draft.holders.finish() }
}

/** The items with one more at the end, the oldest left out beyond `limit`. */
export function appended<T>(items: readonly T[], item: T, limit: number): readonly T[] {
  return [...items.slice(Math.max(0, items.length + 1 - limit)), item]
}
