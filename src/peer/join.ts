// Joining as the Kademlia paper has it: look up oneself, then refresh the far buckets.
// Kept up afterwards, as peers come and go.

import { openGate, type Gate } from '../base/gate.ts'
import type { Random } from '../base/random.ts'
import { ID_BITS, kadIdOfPeer, type KadId, type PeerName } from '../kad/kad-id.ts'
import { commonPrefixLength } from '../kad/metric.ts'
import { prefixOf, siblingOf } from '../kad/prefix.ts'
import type { KeyPool } from '../kad/key-pool.ts'
import { findClosest } from './find-closest.ts'
import { noteBootstraps, rest } from './join-rest.ts'
import { runLookup, type LookupContext } from './lookup.ts'
import { peerIdOf } from './peer-ids.ts'
import type { TableWatch } from './table-watch.ts'

export interface JoinInit extends LookupContext {
  readonly random: Random
  /** Where keys to look up come from. */
  readonly keys: KeyPool
  readonly table: TableWatch
  /** Peers that are asked first, as they know the most; may change while it runs. */
  readonly bootstraps: () => readonly PeerName[]
  /** Peers at the other end of an open wire: they are offered to the table again if it lost them. */
  readonly wired: () => readonly PeerName[]
  /** Called once, when the first lookup and refresh have been made. */
  readonly onJoined: () => void
  /** How busy this machine is, see base/lateness.ts. */
  readonly patience: () => number
  readonly upkeep: Upkeep
}

/** How peers that share one process share its time. */
export interface Upkeep {
  /** Lets so many rounds run at once: a thousand at once take memory, not less time. @default all */
  readonly gate?: Gate
  /** The longest pause between two rounds, in milliseconds. @default 30,000 */
  readonly longestPauseMs?: () => number
  /**
   * The shortest one while nothing is lost and nobody comes who matters, in milliseconds. As long as
   * tables still fill, all would else go round and round, and leave no time for what others ask.
   *
   * @default 100
   */
  readonly shortestPauseMs?: () => number
}

/** The pause after a round that changed the table, in milliseconds; doubled while nothing changes. */
const FIRST_PAUSE_MS = 100

/** The longest pause between two rounds, in milliseconds. */
const LONGEST_PAUSE_MS = 30_000

/**
 * After the loss of a contact the next round begins within so many milliseconds, times the patience.
 * Everybody loses it at the same moment: all rounds at once would hold up whatever else is asked
 * then, and others may be about to leave too.
 */
const LOSS_SPREAD_MS = 2_000

/**
 * Keeps the routing table filled until `init.stopped` aborts.
 *
 * kad-dht alone finds about half of the true k closest after a burst of joins: a
 * self-lookup fills the near buckets only. So each round is the paper's (Maymounkov and
 * Mazières 2002, 2.3): a self-lookup, then one FIND_NODE for a random id in every
 * under-filled bucket from the farthest to the deepest in use, asked of random contacts.
 *
 * Bootstraps that came into the table since the round before, as all did before the first, are
 * asked instead. When a network that was cut in two is one again, they are the first to come from
 * the other side, and nobody else knows anybody there; a self-lookup asks a bootstrap only if it
 * happens to be near. The deepest buckets are never full, so they are asked for the nearest too.
 */
export async function keepJoined(init: JoinInit): Promise<void> {
  const { stopped, table, clock, upkeep } = init
  const { gate = openGate, longestPauseMs = () => LONGEST_PAUSE_MS } = upkeep
  const { shortestPauseMs = () => FIRST_PAUSE_MS } = upkeep
  const newBootstraps = noteBootstraps(init)
  let pause = FIRST_PAUSE_MS
  try {
    for (let round = 0; !stopped.aborted; round++) {
      await table.untilNotEmpty(stopped)
      const before = table.changes()
      for (const peer of init.wired()) if (!init.kad.has(peer)) init.kad.offer(peer)
      const askedAt = clock.now()
      // Who has not joined yet goes first.
      const rank = round === 0 ? 0 : 1
      const waited = await gate(async () => {
        const begunAt = clock.now()
        await selfLookup(init)
        await refreshBuckets(init, newBootstraps())
        return begunAt - askedAt
      }, rank)
      if (round === 0) init.onJoined()
      // Whoever had to wait for its turn takes the next one later, and on a busy machine all do:
      // what others ask comes first.
      const tookMs = clock.now() - askedAt
      const leastMs = Math.max(FIRST_PAUSE_MS, 2 * waited, tookMs * (init.patience() - 1))
      const next = table.changes() === before ? pause * 2 : FIRST_PAUSE_MS
      pause = Math.min(Math.max(next, leastMs, shortestPauseMs()), longestPauseMs())
      const afterLossMs = FIRST_PAUSE_MS + init.random.next() * LOSS_SPREAD_MS * init.patience()
      // Those that came together would else look round together for ever.
      const mostMs = pause * (0.75 + init.random.next() / 2)
      await rest(init, { mostMs, afterLossMs, afterGainMs: leastMs })
    }
  } catch (error) {
    if (!stopped.aborted) throw error
  }
}

async function selfLookup(init: JoinInit): Promise<void> {
  const key = peerIdOf(init.own).toMultihash().bytes
  await runLookup(init, { operation: 'self', key, background: true }, (options) =>
    findClosest(init, key, options),
  ).catch(untold)
}

async function refreshBuckets(init: JoinInit, bootstraps: readonly PeerName[]): Promise<void> {
  const own = kadIdOfPeer(init.own)
  const contacts = init.kad.contacts()
  const asked = bootstraps.length > 0 ? bootstraps : contacts
  if (asked.length === 0) return
  await Promise.all(
    underfilled(own, contacts.map(kadIdOfPeer), init.k).map(async (bucket) => {
      const prefix = siblingOf(prefixOf(own, bucket + 1))
      const key = init.keys.under(prefix)?.key
      if (key === undefined) return
      await runLookup(init, { operation: 'refresh', key, background: true }, async (options) => {
        for await (const event of init.kad.findNode(init.random.pick(asked), key, options)) {
          if (event.name === 'QUERY_ERROR') throw event.error
        }
        return { closest: [] }
      }).catch(untold)
    }),
  )
}

/** A failed lookup has told of itself in its last event; the next round tries again. */
const untold = (): undefined => undefined

/** So far beyond the k-th nearest contact buckets are asked for, in a burst of joins in vain or not. */
const BEYOND = 2

/**
 * The buckets to ask for: those with fewer than k contacts, down to one past the deepest in use,
 * but not far beyond that of the k-th nearest contact: the self-lookup finds those that are there.
 */
export function underfilled(own: KadId, contacts: readonly KadId[], k: number): number[] {
  const filled = new Map<number, number>()
  for (const contact of contacts) {
    const bucket = commonPrefixLength(own, contact)
    filled.set(bucket, (filled.get(bucket) ?? 0) + 1)
  }
  const depths = contacts.map((contact) => commonPrefixLength(own, contact)).sort((a, b) => b - a)
  const inUse = (depths[0] ?? -1) + 1
  const deepest = Math.min(inUse, (depths[k - 1] ?? inUse) + BEYOND, ID_BITS - 1)
  const buckets = Array.from({ length: deepest + 1 }, (_, bucket) => bucket)
  return buckets.filter((bucket) => (filled.get(bucket) ?? 0) < k)
}
