// Keeps records alive: holders see that the k closest peers have a copy, as peers come and go.
//
// js-libp2p never republishes values. This is the paper's way (Maymounkov and Mazières 2002,
// 2.5): each holder republishes every so often, unless somebody else just did; a newcomer
// that is closer gets its copies at once; and, beyond the paper, so does whoever comes into
// the k closest when a holder is lost.

import { fromString } from 'uint8arrays/from-string'
import type { Cancel } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import { findClosest } from '../find-closest.ts'
import { runLookup } from '../lookup.ts'
import type { Teller } from '../teller.ts'
import { askHolders, bestOf, candidateOf, type Candidate } from './candidate.ts'
import { placeCopies, type RecordContext } from './holders.ts'

export interface ReplicationInit extends RecordContext {
  readonly teller: Teller
  readonly random: Random
  /** How often holders see that k copies exist, in milliseconds. */
  readonly republishMs: number
}

/** Repairs begin within this time after the change that made them needed, in milliseconds. */
const REPAIR_MS = 1_000

/** Record lookups of this kind under way at once. */
const AT_ONCE = 2

/** The upkeep of a peer's records. */
export interface Replication {
  /** Gives all copies to others and lets go of them: for a peer that keeps none from now on. */
  handOver(): Promise<void>
  stop(): void
}

/** Republishes, hands over and repairs until it is stopped. */
export function keepReplicated(init: ReplicationInit): Replication {
  const { clock, random, republishMs, shelf, teller } = init
  /** When each record is looked after next, on the clock. */
  const due = new Map<RecordKey, number>()
  const running = new Set<RecordKey>()
  let cancel: Cancel = tickLater()

  function tickLater(): Cancel {
    return clock.after(Math.min(500, republishMs / 10), () => {
      const now = clock.now()
      for (const [key, at] of due) {
        if (shelf.entry(key) === undefined) due.delete(key)
        else if (at <= now && running.size < AT_ONCE && !running.has(key)) begin(key)
      }
      cancel = tickLater()
    })
  }

  /** The next regular turn: at a time of its own, so that holders do not all act at once. */
  function postpone(key: RecordKey): void {
    due.set(key, clock.now() + republishMs * (0.8 + random.next() * 0.4))
  }

  function hasten(key: RecordKey): void {
    const at = clock.now() + REPAIR_MS * random.next()
    due.set(key, Math.min(due.get(key) ?? at, at))
  }

  function begin(key: RecordKey): void {
    running.add(key)
    postpone(key)
    void republish(init, key)
      // It has told of its failure; the next turn tries again.
      .catch(() => undefined)
      .finally(() => running.delete(key))
  }

  /** Hastens the records that a change of the table concerns, at the peer that should act. */
  function onTableChange(contact: PeerName, came: boolean): void {
    const entries = shelf.entries()
    // In a burst of joins a table changes all the time, and there is nothing to keep yet.
    if (entries.length === 0) return
    const contacts = init.kad.contacts()
    const others = came ? contacts.filter((peer) => peer !== contact) : contacts
    for (const { key } of entries) {
      const id = kadIdOfKey(key)
      const holders = closestTo(id, [...others, contact, init.own], init.k, kadIdOfPeer)
      if (!holders.includes(contact)) continue
      // The nearest acts for all; the others have their regular turn if it does not.
      if (closestTo(id, [...others, init.own], 1, kadIdOfPeer)[0] === init.own) hasten(key)
    }
  }

  /** Whoever sent a copy has seen to the others too, unless the nearest gave no answer just then. */
  function onArrival(key: RecordKey, isNew: boolean): void {
    postpone(key)
    if (isNew && !isNear(key)) hasten(key)
  }

  /** Whether the own peer is among the k closest that it knows of. */
  function isNear(key: RecordKey): boolean {
    const known = [...init.kad.contacts(), init.own]
    return closestTo(kadIdOfKey(key), known, init.k, kadIdOfPeer).includes(init.own)
  }

  const stopHearing = shelf.onArrival(onArrival)
  const stopAdded = teller.on('contact.added', ({ contact }) => {
    onTableChange(contact, true)
  })
  const stopRemoved = teller.on('contact.removed', ({ contact }) => {
    onTableChange(contact, false)
  })
  return {
    async handOver() {
      for (const { key } of shelf.entries()) {
        // Who cannot be reached now has what others hold, or the record is lost as in a crash.
        await republish(init, key).catch(() => undefined)
        shelf.drop(key, 'handed-over')
      }
    },
    stop() {
      stopHearing()
      stopAdded()
      stopRemoved()
      cancel()
    },
  }
}

/** Sees that the k closest peers hold a record, and lets the own copy go when it is not one of them. */
async function republish(context: ReplicationInit, key: RecordKey, again = true): Promise<void> {
  const { own, kad, k, shelf } = context
  const value = await shelf.value(key)
  const entry = shelf.entry(key)
  if (value === undefined || entry === undefined || kad.isEmpty()) return
  const { hash, publishedAt, deleted } = entry
  const dhtKey = fromString(key)
  const held = candidateOf(key, own, value, publishedAt)
  const subject = { operation: 'republish', key: dhtKey, recordKey: key, background: true } as const
  const { newer, isHolder } = await runLookup(context, subject, async (request) => {
    const found = await findClosest(context, dhtKey, request)
    const sent = { key, value, hash, publishedAt, deleted }
    let newer: Candidate | undefined
    const isLatest = async (refused: readonly PeerName[]): Promise<boolean> => {
      const others = await askHolders(context, refused, key, request)
      const best = bestOf([held, ...others])
      if (best !== held) newer = best
      return best === held
    }
    const { holders, confirmed } = await placeCopies(context, found, sent, request, isLatest)
    context.tell({ kind: 'record.republished', key, copies: confirmed.length })
    const isHolder = holders.includes(own) || confirmed.includes(own)
    if (!isHolder && confirmed.length >= k) shelf.drop(key, 'handed-over')
    return { closest: found.closest, newer, isHolder }
  })
  if (newer === undefined || shelf.entry(key) === undefined) return
  if (!isHolder) {
    // Those that should hold it have a later one: nobody needs this one any more.
    shelf.drop(key, 'handed-over')
    return
  }
  // A later one takes the place of the own, and is what must be handed on.
  await shelf.store(key, newer.value, newer.publishedAt, newer.from)
  if (again) await republish(context, key, false)
}
