// The World while it is being changed: containers can be written, the values in them are replaced.

import type { KadId, PeerName, RecordKey } from '../kad/kad-id.ts'
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

/** A peer that can be written. Its arrays and its contacts are replaced, never changed. */
export type PeerDraft = Omit<Writable<Peer>, 'contacts' | 'connections' | 'holds'> & {
  contacts: Map<PeerName, Contact>
  connections: Map<string, Connection>
  holds: Set<RecordKey>
}

/** A record that can be written. */
export type RecordDraft = Omit<Writable<StoredRecord>, 'holders'> & {
  readonly kadId: KadId
  holders: Map<PeerName, Holding>
}

/** The World that the reducers write to. */
export interface WorldDraft extends Writable<Omit<World, Containers>> {
  peers: Map<PeerName, PeerDraft>
  lookups: Map<string, Lookup>
  messages: Map<string, Message>
  records: Map<RecordKey, RecordDraft>
  faults: Map<string, Fault>
}

type Containers = 'peers' | 'lookups' | 'messages' | 'records' | 'faults'

/** The items with one more at the end, the oldest left out beyond `limit`. */
export function appended<T>(items: readonly T[], item: T, limit: number): readonly T[] {
  return [...items.slice(Math.max(0, items.length + 1 - limit)), item]
}
