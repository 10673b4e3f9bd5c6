// Puts a DHT peer together from its parts, on whatever wires its components are.

import type { Connection } from '@libp2p/interface'
import { setMaxListeners } from 'main-event'
import { realClock } from '../base/clock.ts'
import { idPrefix } from '../base/ids.ts'
import { realRandom } from '../base/random.ts'
import { kadIdOfPeer, type PeerName } from '../kad/kad-id.ts'
import { createKeyPool } from '../kad/key-pool.ts'
import { findClosestPeers } from './closest-peers.ts'
import { PeerStoppedError } from './errors.ts'
import { createProviderRecords } from './files/provider-records.ts'
import { createGuard } from './guard.ts'
import { watchHealth } from './health.ts'
import type { DhtPeerInit, HostedPeer } from './hosted-peer.ts'
import { keepJoined } from './join.ts'
import { createInventories } from './inventory/inventory.ts'
import { createKadAdapter } from './kad-adapter.ts'
import { createModes, kadModeOf } from './modes.ts'
import { nameOf, peerIdOf } from './peer-ids.ts'
import { describeState, snapshotOf, type StateSource } from './peer-state.ts'
import { MOST_BYTES, MOST_ENTRIES } from './records/bounds.ts'
import type { RecordContext } from './records/holders.ts'
import { countCloser, lifetime } from './records/lifetime.ts'
import { createRecords } from './records/peer-records.ts'
import { createShelf } from './records/shelf.ts'
import { createStages } from './stages.ts'
import { watchTable } from './table-watch.ts'
import { createMessageTap, tapComponents } from './tap/tap.ts'
import { createTeller } from './teller.ts'
import { watchWires } from './wires.ts'

/** Makes and starts a DHT peer. */
export async function createDhtPeer(init: DhtPeerInit): Promise<HostedPeer> {
  const { rules, clock = realClock } = init
  const own = nameOf(init.components.peerId)
  const kadId = kadIdOfPeer(own)
  const random = init.random ?? realRandom
  const teller = init.teller ?? createTeller({ peer: own, source: init.source, clock })
  const { tell } = teller
  const startedAt = clock.now()
  const stopping = new AbortController()
  // Every lookup and request listens to it.
  setMaxListeners(Infinity, stopping.signal)

  const patience = init.patience ?? (() => 1)
  const datastorePrefix = `/kadscope/${rules.room}`
  const shelf = createShelf({
    datastore: init.components.datastore,
    prefix: datastorePrefix,
    own,
    lifeMs: (key) => lifetime(rules.expireMs, rules.k, countCloser(key, own, kad.contacts())),
    clock,
    tell,
    keeps: () => modes.now() === 'server',
    limits: { entries: rules.mostRecords ?? MOST_ENTRIES, bytes: MOST_BYTES },
  })
  const { protocol } = rules
  const tapInit = { own, idPrefix: idPrefix(own), clock, teller, shelf }
  const components = tapComponents(init.components, tapInit)
  const kad = createKadAdapter(components, {
    ...rules,
    datastorePrefix,
    mode: kadModeOf(init.mode ?? 'server'),
    clock,
    openStream: init.openStream,
    tap: createMessageTap(tapInit),
    patience,
    refuses: (peer) => modes.isClient(peer),
  })
  const table = watchTable(kad, tell)
  const wires = watchWires(components.events, protocol, tell)
  const { events, ping } = components
  const wiresTo = (peer: PeerName): Connection[] =>
    components.connectionManager.getConnections(peerIdOf(peer))
  const health = watchHealth({
    kad,
    table,
    teller,
    clock,
    events,
    ping,
    isWired: (peer) => wires.has(peer),
    wiresTo,
    patience,
  })

  const context: RecordContext = {
    own,
    kad,
    clock,
    tell,
    stopped: stopping.signal,
    shelf,
    k: rules.k,
    maxValueBytes: rules.maxValueBytes,
    keeps: () => modes.now() === 'server',
    isDoubted: (peer) => health.isDoubted(peer),
  }

  const records = createRecords({
    ...context,
    privateKey: init.components.privateKey,
    teller,
    random,
    republishMs: rules.republishMs,
    expireMs: rules.expireMs,
  })
  const modes = createModes({
    kad,
    table,
    teller,
    clock,
    mode: init.mode,
    handOver: () => records.handOver(),
  })
  const inventories = createInventories({
    ...context,
    components: init.components,
    protocol,
    startedAt,
    mode: () => modes.now(),
    sealTombstone: (key, latest) => records.sealTombstone(key, latest),
  })

  const stages = createStages(clock, tell)
  const { advance } = stages
  const state: StateSource = {
    own,
    kadId,
    room: rules.room,
    k: rules.k,
    agent: init.agent,
    kad,
    wires,
    records: () => shelf.entries().filter(({ deleted }) => !deleted),
    mode: () => modes.now(),
    stage: () => stages.now(),
  }

  tell({ kind: 'peer.started', kadId, mode: init.mode ?? 'server', agent: init.agent, k: rules.k })
  advance('identity')
  await kad.start()
  await inventories.start()
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
    patience,
    onJoined() {
      advance('lookup')
      advance('ready')
    },
  })

  const guarded = createGuard(stopping.signal)
  return {
    peerId: own,
    kadId,
    ready,
    advance,
    providers: createProviderRecords(context),
    meet(peer) {
      kad.offer(peer)
    },
    doubt(peer) {
      health.doubt(peer)
    },
    put: guarded(records.put),
    get: guarded(records.get),
    remove: guarded(records.remove),
    history: guarded(records.history),
    register: guarded(records.register),
    unregister: guarded(records.unregister),
    discover: guarded(records.discover),
    publish: guarded(records.publish),
    search: guarded(records.search),
    inventory: (peer) => inventories.of(peer),
    setMode: guarded((mode) => modes.set(mode)),
    closest: guarded((target, options) => findClosestPeers(context, target, options)),
    snapshot: () => snapshotOf(state),
    describe: () => describeState(state),
    onEnvelope: (listener) => teller.onEnvelope(listener),
    async stop() {
      if (stopping.signal.aborted) return
      tell({ kind: 'peer.stopped', reason: 'closed' })
      teller.close()
      stopping.abort(new PeerStoppedError())
      health.stop()
      records.stop()
      modes.stop()
      wires.stop()
      table.stop()
      shelf.stop()
      await inventories.stop()
      await kad.stop()
    },
  }
}
