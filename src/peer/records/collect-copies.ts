// All copies of a record that a lookup comes by, and which of the nearest peers gave no answer.

import type { QueryEvent } from '@libp2p/kad-dht'
import { fromString } from 'uint8arrays/from-string'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import type { ParsedKey } from '../../kad/record-key.ts'
import { isInvalidAnswer, type RequestOptions } from '../kad-requests.ts'
import { candidateOf, checkAnswer, type Candidate } from './candidate.ts'
import type { RecordContext } from './holders.ts'
import { isSignedKey } from './namespaces.ts'

/** What a lookup for copies came by. */
export interface Copies {
  /** Valid ones, the own among them. */
  readonly candidates: readonly Candidate[]
  readonly answered: readonly PeerName[]
  /** Those of the k closest that were heard of and gave no answer. */
  readonly silent: readonly PeerName[]
  readonly asked: number
}

/**
 * Looks for copies: of an unsigned record the first one ends it, of a signed one all are heard.
 *
 * kad-dht leaves out peers that are farther from the key than who told of them, see
 * find-closest.ts. Those of the k closest that it left out are asked here.
 *
 * @throws what ended the lookup, when no copy was found until then
 */
export async function collectCopies(
  context: RecordContext,
  parsed: ParsedKey,
  request: RequestOptions,
): Promise<Copies> {
  const { own, kad, k } = context
  const { key } = parsed
  const dhtKey = fromString(key)
  const firstCounts = !isSignedKey(parsed)
  const candidates = await ownCopy(context, key)
  const answered = new Set<PeerName>()
  const failed = new Set<PeerName>()
  const heard = new Set<PeerName>()
  let asked = 0
  const isEnough = (): boolean => firstCounts && candidates.length > 0
  const nearest = (): PeerName[] => {
    const others = [...heard].filter((peer) => peer !== own)
    return closestTo(kadIdOfKey(key), others, k, kadIdOfPeer)
  }

  async function follow(events: AsyncIterable<QueryEvent>): Promise<void> {
    for await (const event of events) {
      if (event.name === 'SEND_QUERY') asked++
      if (event.name === 'QUERY_ERROR') {
        const from = event.from.toString() as PeerName
        heard.add(from)
        // What is invalid is an answer too.
        if (isInvalidAnswer(event)) reject(from)
        else failed.add(from)
      }
      if (event.name !== 'PEER_RESPONSE') continue
      const from = event.from.toString() as PeerName
      answered.add(from)
      for (const peer of [from, ...event.closer.map(({ id }) => id.toString() as PeerName)]) {
        heard.add(peer)
      }
      if (event.record === undefined) continue
      const candidate = await checkAnswer(context, key, from, event.record)
      if (candidate !== undefined) candidates.push(candidate)
      if (isEnough()) return
    }
  }

  function reject(from: PeerName): void {
    answered.add(from)
    context.tell({ kind: 'record.rejected', key, from, reason: 'InvalidRecordError' })
  }

  try {
    if (!isEnough()) await follow(kad.findValues(dhtKey, request))
    while (!isEnough()) {
      const left = nearest().filter((peer) => !answered.has(peer) && !failed.has(peer))
      if (left.length === 0) break
      await Promise.all(left.map((peer) => follow(kad.getValue(peer, dhtKey, request))))
      // Who neither answered nor failed is not waited for again.
      for (const peer of left) if (!answered.has(peer)) failed.add(peer)
    }
  } catch (thrown) {
    // A query that is left early may end with an AbortError of its own.
    if (!isEnough()) throw thrown
  }
  const silent = nearest().filter((peer) => !answered.has(peer))
  return { candidates, answered: [...answered], silent, asked }
}

async function ownCopy({ shelf, own }: RecordContext, key: RecordKey): Promise<Candidate[]> {
  const value = await shelf.value(key)
  const entry = shelf.entry(key)
  if (value === undefined || entry === undefined) return []
  return [candidateOf(key, own, value, entry.publishedAt)]
}
