// All copies of a record that a lookup comes by, and which of the nearest peers gave no answer.

import type { QueryEvent } from '@libp2p/kad-dht'
import { setMaxListeners } from 'main-event'
import { fromString } from 'uint8arrays/from-string'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import type { ParsedKey } from '../../kad/record-key.ts'
import { isInvalidAnswer, type RequestOptions } from '../kad-requests.ts'
import { nameOf } from '../peer-ids.ts'
import { candidateOf, checkAnswer, type Candidate } from './candidate.ts'
import type { RecordContext } from './holders.ts'
import { isSignedKey } from './namespaces.ts'

/**
 * Where one of those that are asked first is in doubt, others are asked after this, in milliseconds:
 * by then all that are asked first have been.
 */
const HURRY_MS = 20

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
 * find-closest.ts. Those of the k closest that it left out are asked here. Where the first one
 * counts and all that were asked are late, the next nearest are asked beside them: some may be dead.
 * One that is in doubt is late from the beginning.
 *
 * @throws what ended the lookup, when no copy was found until then
 */
export async function collectCopies(
  context: RecordContext,
  parsed: ParsedKey,
  request: RequestOptions,
): Promise<Copies> {
  const { own, kad, k, clock } = context
  const { key } = parsed
  const dhtKey = fromString(key)
  const firstCounts = !isSignedKey(parsed)
  const candidates = await ownCopy(context, key)
  const begun = new Set<PeerName>()
  const asked = new Set<PeerName>()
  const answered = new Set<PeerName>()
  const failed = new Set<PeerName>()
  const heard = new Set<PeerName>()
  /** Ends all requests: one has brought the copy, or the lookup's time is up. */
  const ending = new AbortController()
  setMaxListeners(Infinity, ending.signal)
  const end = (): void => {
    ending.abort(request.signal.reason)
  }
  const options: RequestOptions = {
    ...request,
    signal: ending.signal,
    onProgress({ type, detail }) {
      if (type === 'kad-dht:query:dial-peer') begin(nameOf(detail.peer))
      if (type === 'kad-dht:query:send-query') asked.add(nameOf(detail.to))
    },
  }
  const isEnough = (): boolean => firstCounts && candidates.length > 0
  const nearestOf = (peers: Iterable<PeerName>): PeerName[] => {
    const others = [...peers].filter((peer) => peer !== own)
    return closestTo(kadIdOfKey(key), others, k, kadIdOfPeer)
  }

  async function follow(events: AsyncIterable<QueryEvent>): Promise<void> {
    for await (const event of events) {
      if (event.name === 'QUERY_ERROR') {
        const from = nameOf(event.from)
        heard.add(from)
        // What is invalid is an answer too.
        if (isInvalidAnswer(event)) reject(from)
        else failed.add(from)
      }
      if (event.name !== 'PEER_RESPONSE') continue
      const from = nameOf(event.from)
      answered.add(from)
      for (const peer of [from, ...event.closer.map(({ id }) => nameOf(id))]) heard.add(peer)
      if (event.record === undefined) continue
      const candidate = await checkAnswer(context, key, from, event.record)
      if (candidate !== undefined) candidates.push(candidate)
      if (!isEnough()) continue
      end()
      return
    }
  }

  function begin(peer: PeerName): void {
    begun.add(peer)
    if (context.isDoubted(peer)) askOthersWithin(HURRY_MS)
  }

  function reject(from: PeerName): void {
    answered.add(from)
    context.tell({ kind: 'record.rejected', key, from, reason: 'InvalidRecordError' })
  }

  const others: Promise<void>[] = []
  let cancelAsking = (): void => undefined
  let askingAt = Infinity

  function askOthersWithin(ms: number): void {
    const at = clock.now() + ms
    if (!firstCounts || at >= askingAt) return
    cancelAsking()
    askingAt = at
    cancelAsking = clock.after(ms, askOthers)
  }

  /** Asks the k nearest of those that are not late, and whom these name: a lookup past the silent. */
  function askOthers(): void {
    if (ending.signal.aborted) return
    const known = new Set([...heard, ...kad.contacts()])
    for (const peer of begun) if (!answered.has(peer)) known.delete(peer)
    for (const peer of known) if (context.isDoubted(peer)) known.delete(peer)
    for (const peer of nearestOf(known)) {
      if (answered.has(peer)) continue
      begun.add(peer)
      // What a request comes to is told by its events; one that is given up throws.
      const asking = follow(kad.getValue(peer, dhtKey, options)).catch(() => undefined)
      others.push(asking.then(askOthers))
    }
  }

  /** kad-dht's lookup, which waits for those that it asked, and beside it the others. */
  async function search(): Promise<void> {
    askOthersWithin(kad.lateMs())
    await follow(kad.findValues(dhtKey, options)).finally(() => {
      cancelAsking()
      // What is left to ask then is asked by itself.
      askingAt = -Infinity
    })
    // There are more of them as long as these answer.
    for (const other of others) await other
  }

  request.signal.addEventListener('abort', end)
  // It may have come while the own shelf was looked through.
  if (request.signal.aborted) end()
  try {
    if (!isEnough()) await search()
    while (!isEnough()) {
      const left = nearestOf(heard).filter((peer) => !answered.has(peer) && !failed.has(peer))
      if (left.length === 0) break
      await Promise.all(left.map((peer) => follow(kad.getValue(peer, dhtKey, options))))
      // Who neither answered nor failed is not waited for again.
      for (const peer of left) if (!answered.has(peer)) failed.add(peer)
    }
  } catch (thrown) {
    // What is given up may end with an AbortError of its own.
    if (!isEnough()) throw thrown
  } finally {
    request.signal.removeEventListener('abort', end)
  }
  const silent = nearestOf(heard).filter((peer) => !answered.has(peer))
  return { candidates, answered: [...answered], silent, asked: asked.size }
}

async function ownCopy({ shelf, own }: RecordContext, key: RecordKey): Promise<Candidate[]> {
  const value = await shelf.value(key)
  const entry = shelf.entry(key)
  if (value === undefined || entry === undefined) return []
  return [candidateOf(key, own, value, entry.publishedAt)]
}
