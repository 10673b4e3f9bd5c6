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
import { collectClosest, runLookup } from '../lookup.ts'
import type { Teller } from '../teller.ts'
import { holdersAmong, sendCopies, type RecordContext } from './holders.ts'

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

/** Republishes, hands over and repairs until the returned function is called. */
export function keepReplicated(init: ReplicationInit): () => void {
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
    const contacts = init.kad.contacts()
    const others = came ? contacts.filter((peer) => peer !== contact) : contacts
    for (const { key } of shelf.entries()) {
      const id = kadIdOfKey(key)
      const holders = closestTo(id, [...others, contact, init.own], init.k, kadIdOfPeer)
      if (!holders.includes(contact)) continue
      // The nearest acts for all; the others have their regular turn if it does not.
      if (closestTo(id, [...others, init.own], 1, kadIdOfPeer)[0] === init.own) hasten(key)
    }
  }

  const stopListening = teller.onEnvelope(({ event }) => {
    switch (event.kind) {
      case 'record.stored':
        // Whoever sent this copy has seen to the others too.
        postpone(event.key)
        return
      case 'contact.added':
        onTableChange(event.contact, true)
        return
      case 'contact.removed':
        onTableChange(event.contact, false)
        return
      default:
        return
    }
  })
  return () => {
    stopListening()
    cancel()
  }
}

/** Sees that the k closest peers hold a record, and lets the own copy go when it is not one of them. */
async function republish(context: ReplicationInit, key: RecordKey): Promise<void> {
  const value = await context.shelf.value(key)
  const publishedAt = context.shelf.entry(key)?.publishedAt
  if (value === undefined || publishedAt === undefined) return
  if (context.kad.contacts().length === 0) return
  const dhtKey = fromString(key)
  const subject = { operation: 'republish', key: dhtKey, recordKey: key, background: true } as const
  await runLookup(context, subject, async (request) => {
    const { closest } = await collectClosest(context.kad.findClosest(dhtKey, request))
    const holders = holdersAmong(context, key, closest)
    const others = holders.filter((holder) => holder !== context.own)
    const confirmed = await sendCopies(context, others, { key, value, publishedAt }, request)
    const keepsOne = holders.includes(context.own)
    const copies = confirmed.length + (keepsOne ? 1 : 0)
    context.tell({ kind: 'record.republished', key, copies })
    if (!keepsOne && confirmed.length === context.k) context.shelf.drop(key, 'handed-over')
    return { closest }
  })
}
