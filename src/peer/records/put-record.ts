// Put: a record goes to exactly the k closest peers that take it, and the write says how many did.

import { fromString } from 'uint8arrays/from-string'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import { NoContactsError, QuorumNotReachedError, RecordRejectedError } from '../errors.ts'
import { findClosest } from '../find-closest.ts'
import { runLookup, type LookupResult } from '../lookup.ts'
import { askHolders, candidateOf, compareCandidates } from './candidate.ts'
import { placeCopies, type Placement, type RecordContext } from './holders.ts'
import { validateRecord } from './namespaces.ts'
import { isLastAttempt, persist, SilentPeersError } from './persist.ts'
import type { PutResult, Quorum, WriteOptions } from './results.ts'

/** The bytes that are stored under a key. */
export interface Writing {
  readonly key: RecordKey
  readonly value: Uint8Array
}

/**
 * Stores bytes on the k closest peers, the own one among them when it is one.
 *
 * kad-dht's own `put` keeps a copy with the publisher wherever that is and counts it to
 * nobody; here, as in the paper (Maymounkov and Mazières 2002, 2.3), only the k closest hold it.
 * While silent peers keep the quorum from being reached it is tried again.
 *
 * @throws InvalidKeyError, ValueTooLargeError, WrongHashError, InvalidSignatureError,
 *   NoContactsError, RecordRejectedError, QuorumNotReachedError, SilentPeersError
 */
export async function putBytes(
  context: RecordContext,
  { key, value }: Writing,
  { quorum = 'one', signal }: WriteOptions = {},
): Promise<PutResult> {
  await validateRecord(key, value, context.maxValueBytes)
  if (context.kad.isEmpty()) throw new NoContactsError()

  const startedAt = context.clock.now()
  const dhtKey = fromString(key)
  const own = candidateOf(key, context.own, value, Math.floor(startedAt))
  const { hash, publishedAt, signed } = own
  const sent = { key, value, hash, publishedAt, deleted: signed?.deleted === true }
  const subject = {
    operation: 'put',
    key: dhtKey,
    recordKey: key,
    background: false,
    signal,
  } as const
  const attempt = (count: number): Promise<Attempt> =>
    runLookup(context, subject, async (request) => {
      const found = await findClosest(context, dhtKey, request)
      const placement = await placeCopies(context, found, sent, request, async (refused) => {
        const held = await askHolders(context, refused, key, request)
        return held.every((each) => compareCandidates(each, own) <= 0)
      })
      const { holders, confirmed, silent } = placement
      const isLast = isLastAttempt(count, silent.length < holders.length)
      // Who is late should hold it too; in the end those that answer are believed, as by a get.
      const isBelieved = isLast && found.silent.length <= context.k / 2
      const late = isBelieved ? [] : found.silent
      const standIns = standInsOf(context, key, holders, late)
      const counted = confirmed.filter((peer) => !standIns.includes(peer)).length
      const wanted = Math.min(context.k, holders.length + late.length)
      const isEnough = counted > 0 && counted >= least(quorum, wanted)
      const isSilence = silent.length > 0 || late.length > 0 || holders.length === 0
      if (!isEnough && isSilence && (!isLast || counted === 0)) {
        throw new SilentPeersError(key, isLast)
      }
      if (confirmed.length === 0) throw new RecordRejectedError(key)
      return { closest: found.closest, asked: found.asked, placement, counted, wanted }
    })
  const { placement, counted, asked, wanted } = await persist({ ...context, key, signal }, attempt)
  const replicas = [...placement.confirmed]
  if (counted < least(quorum, wanted)) {
    throw new QuorumNotReachedError(key, { quorum, replicas, wanted })
  }
  const ms = context.clock.now() - startedAt
  const result = { key, replicas, wanted, quorum: reached(counted, wanted), asked, ms }
  return signed === undefined ? result : { ...result, sequence: signed.sequence }
}

interface Attempt extends LookupResult {
  readonly asked: number
  readonly placement: Placement
  /** How many copies count: all that were confirmed but those of stand-ins. */
  readonly counted: number
  /** How many peers should hold it. */
  readonly wanted: number
}

/**
 * Which of `holders` have it only while nearer peers are silent: who looks for the record asks
 * those when they are back, and not the stand-ins.
 */
function standInsOf(
  { k }: RecordContext,
  key: RecordKey,
  holders: readonly PeerName[],
  silent: readonly PeerName[],
): PeerName[] {
  const nearest = closestTo(kadIdOfKey(key), [...holders, ...silent], k, kadIdOfPeer)
  return holders.filter((peer) => !nearest.includes(peer))
}

/** How many of the `wanted` copies a quorum asks for at least. */
export function least(quorum: Quorum, wanted: number): number {
  switch (quorum) {
    case 'one':
      return 1
    case 'majority':
      return Math.floor(wanted / 2) + 1
    case 'all':
      return wanted
  }
}

/** The highest quorum that so many copies are; `copies` is 1 at least. */
export function reached(copies: number, wanted: number): Quorum {
  if (copies >= wanted) return 'all'
  return copies >= least('majority', wanted) ? 'majority' : 'one'
}
