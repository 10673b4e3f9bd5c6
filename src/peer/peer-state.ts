// The whole state of a peer as of now: as a snapshot for scripts, and as an event for the World.

import type { EventOf } from '../event/event.ts'
import type { Agent, Mode, Stage } from '../event/schema.ts'
import type { KadId, PeerName } from '../kad/kad-id.ts'
import { nickname } from '../kad/nickname.ts'
import type { PeerSnapshot } from './dht-peer.ts'
import type { KadAdapter } from './kad-adapter.ts'
import type { ShelfEntry } from './records/shelf.ts'
import { holdingOf } from './inventory/answer.ts'
import type { Wires } from './wires.ts'

/** Where the state comes from. */
export interface StateSource {
  readonly own: PeerName
  readonly kadId: KadId
  readonly room: string
  readonly k: number
  readonly agent: Agent
  readonly kad: Pick<KadAdapter, 'leaves' | 'contacts'>
  readonly wires: Pick<Wires, 'list'>
  /** Tombstones left out. */
  readonly records: () => ShelfEntry[]
  readonly mode: () => Mode
  readonly stage: () => Stage
}

/** The state as a snapshot, plain JSON. */
export function snapshotOf(source: StateSource): PeerSnapshot {
  const { own, kadId, room, k, kad, wires } = source
  return {
    peerId: own,
    kadId,
    name: nickname(kadId),
    mode: source.mode(),
    room,
    k,
    stage: source.stage(),
    connections: wires
      .list()
      .map(({ remote, path, direction }) => ({ peer: remote, path, direction })),
    buckets: kad.leaves().map(({ prefix, contacts }) => ({
      prefix,
      depth: prefix.length,
      capacity: k,
      contacts: [...contacts],
    })),
    records: source.records().map(holdingOf),
  }
}

/** The state as an event. */
export function describeState(source: StateSource): EventOf<'peer.described'> {
  const { kadId, agent, k, kad, wires } = source
  return {
    kind: 'peer.described',
    kadId,
    mode: source.mode(),
    agent,
    k,
    stage: source.stage(),
    contacts: kad.contacts(),
    splits: splitsOf(kad.leaves().map(({ prefix }) => prefix)),
    connections: wires.list(),
    records: source.records().map(describedOf),
  }
}

/** The inner nodes of a trie whose leaves have these prefixes. */
function splitsOf(leaves: readonly string[]): string[] {
  const splits = new Set<string>()
  for (const leaf of leaves) {
    for (let depth = 0; depth < leaf.length; depth++) splits.add(leaf.slice(0, depth))
  }
  return [...splits]
}

type Described = EventOf<'peer.described'>['records'][number]

function describedOf(entry: ShelfEntry): Described {
  const { key, bytes, storedAt, storedBy, served, expiresAt, sequence, hash } = holdingOf(entry)
  const version = sequence === undefined ? { hash } : { hash, sequence }
  return { key, bytes, storedAt, storedBy, served, expiresAt, ...version }
}
