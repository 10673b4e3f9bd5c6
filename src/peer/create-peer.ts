// Puts a DHT peer together from its parts, on whatever wires its components are.

import type { KadDHTComponents } from '@libp2p/kad-dht'
import { peerIdFromString } from '@libp2p/peer-id'
import { realClock, type Clock } from '../base/clock.ts'
import { realRandom, type Random } from '../base/random.ts'
import type { EventOf } from '../event/event.ts'
import type { Agent, Stage, Tier } from '../event/schema.ts'
import { kadIdOfPeer, type PeerName } from '../kad/kad-id.ts'
import { createKeyPool, type KeyPool } from '../kad/key-pool.ts'
import { nickname } from '../kad/nickname.ts'
import { parseLookupTarget } from '../kad/record-key.ts'
import type { DhtPeer, PeerSnapshot } from './dht-peer.ts'
import { NoContactsError, DeadPeerError, PeerStoppedError } from './errors.ts'
import { watchHealth } from './health.ts'
import { keepJoined, type Upkeep } from './join.ts'
import { createKadAdapter } from './kad-adapter.ts'
import { collectClosest, runLookup, type LookupSubject } from './lookup.ts'
import { keepReplicated } from './records/replicate.ts'
import { createShelf, type ShelfEntry } from './records/shelf.ts'
import { getRecord, putRecord, type StoreContext } from './records/store.ts'
import { watchTable } from './table-watch.ts'
import { tapComponents } from './tap/tap.ts'
import { createTeller, type Teller } from './teller.ts'
import { watchWires } from './wires.ts'

/** The rules of a DHT that all its peers share. */
export interface DhtRules {
  /** The room's name, for the snapshot. */
  readonly room: string
  readonly protocol: string
  readonly k: number
  readonly alpha: number
  readonly disjointPaths: number
  readonly republishMs: number
  readonly expireMs: number
  readonly maxValueBytes: number
}

export interface DhtPeerInit {
  readonly components: KadDHTComponents
  readonly rules: DhtRules
  readonly agent: Agent
  readonly source: Tier
  /** Peers to ask first when joining; may change. @default none */
  readonly bootstraps?: () => readonly PeerName[]
  /** Where this peer tells what it does. @default one of its own */
  readonly teller?: Teller
  readonly clock?: Clock
  readonly random?: Random
  /**
   * By how much timeouts should be longer now, see base/lateness.ts.
   * @default 1, always
   */
  readonly patience?: () => number
  /** Keys to look up when joining; peers of one process can share them. @default its own */
  readonly keys?: KeyPool
  /** How it shares the time of its process when joining. @default alone */
  readonly upkeep?: Upkeep
}

type Holding = PeerSnapshot['records'][number]

/** A peer and what only its own surroundings may use. */
export interface HostedPeer extends DhtPeer {
  /** A rung of the ladder of joining was reached; told once each. */
  advance(stage: Stage): void
  /** Offers a peer that is known from elsewhere to the table, which pings it first. */
  meet(peer: PeerName): void
  /** Others say that a peer left: checks it, if it is a contact. */
  doubt(peer: PeerName): void
  /** The whole state as of now, as an event. */
  describe(): EventOf<'peer.described'>
}

/** Makes and starts a DHT peer. */
export async function createDhtPeer(init: DhtPeerInit): Promise<HostedPeer> {
  const { rules, clock = realClock } = init
  const own = init.components.peerId.toString() as PeerName
  const kadId = kadIdOfPeer(own)
  const random = init.random ?? realRandom
  const teller = init.teller ?? createTeller({ peer: own, source: init.source, clock })
  const { tell } = teller
  const startedAt = clock.now()
  const stopping = new AbortController()

  const datastorePrefix = `/kadscope/${rules.room}`
  const shelf = createShelf({
    datastore: init.components.datastore,
    prefix: datastorePrefix,
    own,
    expireMs: rules.expireMs,
    clock,
    tell,
  })
  const { protocol } = rules
  const components = tapComponents(init.components, { own, protocol, clock, tell, shelf })
  const kad = createKadAdapter(components, {
    ...rules,
    datastorePrefix,
    mode: 'server',
    clock,
    patience: init.patience ?? (() => 1),
  })
  const table = watchTable(kad, tell)
  const wires = watchWires(components.events, protocol, tell)
  const { events, ping } = components
  const isWired = (peer: PeerName): boolean => wires.list().some(({ remote }) => remote === peer)
  const cut = (peer: PeerName): void => {
    for (const connection of components.connectionManager.getConnections(peerIdFromString(peer))) {
      connection.abort(new DeadPeerError(peer))
    }
  }
  const patience = init.patience ?? (() => 1)
  const health = watchHealth({ kad, table, teller, clock, events, ping, isWired, cut, patience })

  const context: StoreContext = {
    own,
    kad,
    clock,
    tell,
    stopped: stopping.signal,
    shelf,
    k: rules.k,
    maxValueBytes: rules.maxValueBytes,
    keeps: () => kad.dht.getMode() === 'server',
  }

  let stage: Stage = 'identity'
  const reached = new Set<Stage>()
  const advance = (next: Stage): void => {
    if (reached.has(next)) return
    reached.add(next)
    stage = next
    tell({ kind: 'join.advanced', stage: next, ms: clock.now() - startedAt })
  }

  tell({ kind: 'peer.started', kadId, mode: 'server', agent: init.agent, k: rules.k })
  advance('identity')
  await kad.start()
  const ready = table.untilNotEmpty(stopping.signal)
  ready.catch(() => undefined)
  void keepJoined({
    ...context,
    random,
    keys: init.keys ?? createKeyPool(random),
    upkeep: init.upkeep ?? {},
    table,
    wired: () => wires.list().map(({ remote }) => remote),
    bootstraps: init.bootstraps ?? (() => []),
    onJoined() {
      advance('lookup')
      advance('ready')
    },
  })

  const stopReplication = keepReplicated({
    ...context,
    teller,
    random,
    republishMs: rules.republishMs,
  })

  function assertRunning(): void {
    if (stopping.signal.aborted) throw new PeerStoppedError()
  }

  return {
    peerId: own,
    kadId,
    ready,
    advance,
    meet(peer) {
      kad.offer(peer)
    },
    doubt(peer) {
      health.doubt(peer)
    },
    async put(value, options) {
      assertRunning()
      return putRecord(context, value, options)
    },
    async get(key, options) {
      assertRunning()
      return getRecord(context, key, options)
    },
    async closest(target, options) {
      assertRunning()
      const subject = subjectOfTarget(target, options?.signal)
      if (kad.contacts().length === 0) throw new NoContactsError()
      const result = await runLookup(context, subject, (request) =>
        collectClosest(kad.findClosest(subject.key, request)),
      )
      return result.closest
    },
    snapshot: (): PeerSnapshot => ({
      peerId: own,
      kadId,
      name: nickname(kadId),
      mode: kad.dht.getMode(),
      room: rules.room,
      k: rules.k,
      stage,
      connections: wires
        .list()
        .map(({ remote, path, direction }) => ({ peer: remote, path, direction })),
      buckets: kad.leaves().map(({ prefix, contacts }) => ({
        prefix,
        depth: prefix.length,
        capacity: rules.k,
        contacts: [...contacts],
      })),
      records: shelf.entries().map(holdingOf),
    }),
    describe: () => ({
      kind: 'peer.described',
      kadId,
      mode: kad.dht.getMode(),
      agent: init.agent,
      k: rules.k,
      stage,
      contacts: kad.contacts(),
      splits: splitsOf(kad.leaves().map(({ prefix }) => prefix)),
      connections: wires.list(),
      records: shelf.entries().map(holdingOf),
    }),
    onEnvelope: (listener) => teller.onEnvelope(listener),
    async stop() {
      if (stopping.signal.aborted) return
      tell({ kind: 'peer.stopped', reason: 'closed' })
      teller.close()
      stopping.abort(new PeerStoppedError())
      health.stop()
      stopReplication()
      wires.stop()
      table.stop()
      shelf.stop()
      await kad.stop()
    },
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

function holdingOf({ key, bytes, storedAt, storedBy, served, expiresAt }: ShelfEntry): Holding {
  return { key, bytes, storedAt, storedBy, served, expiresAt }
}

/** @throws InvalidKeyError when `target` is neither a peer id nor a record key. */
function subjectOfTarget(text: string, signal: AbortSignal | undefined): LookupSubject {
  const target = parseLookupTarget(text)
  const common = { background: false, signal, key: target.bytes }
  return target.type === 'peer'
    ? { ...common, operation: 'find-peer' }
    : { ...common, operation: 'closest', recordKey: target.key }
}
