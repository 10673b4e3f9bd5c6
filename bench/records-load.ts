// Load: many clients put and get at once for a while, and every answer is checked against what was stored.

import { randomBytes } from 'node:crypto'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { delay, realClock } from '../src/base/clock.ts'
import { describeError } from '../src/base/errors.ts'
import type { PeerName, RecordKey } from '../src/kad/kad-id.ts'
import type { DhtPeer } from '../src/peer/dht-peer.ts'
import { parseBootstrap } from '../src/room/find-room.ts'
import { joinRoom, type RoomSession } from '../src/room/join-room.ts'
import { startNodeHost } from '../relay/node-host.ts'
import { untilJoined } from '../relay/until-joined.ts'
import { watchGet, type Confirmed } from './records-lost.ts'

/** How much load, and on whom. */
export interface LoadInit {
  /** The relay of the room. */
  readonly url: string
  readonly clients: number
  readonly seconds: number
}

/** What the clients saw. */
export interface LoadResult {
  readonly putMs: readonly number[]
  readonly getMs: readonly number[]
  /** Answers with another value than was stored, or an older version than was confirmed before. */
  readonly wrong: number
  /** Gets of a confirmed record that found nothing. */
  readonly lost: number
  /** How each of those came to be lost, as text. */
  readonly stories: readonly string[]
  /** Puts and gets that failed, by the error's name. */
  readonly failed: Readonly<Record<string, number>>
  /** Requests that the clients sent. */
  readonly requests: number
  /** Those that a get gave up because another peer had answered with the record. */
  readonly spared: number
  /** The others without an answer, by the error's name. */
  readonly unanswered: Readonly<Record<string, number>>
}

/** What a get must find: exactly this, or of a signed record a version not older than this. */
interface Expected extends Confirmed {
  readonly text: string
  readonly sequence: number | undefined
}

interface Tally {
  readonly putMs: number[]
  readonly getMs: number[]
  wrong: number
  lost: number
  readonly stories: string[]
  readonly failed: Record<string, number>
  requests: number
  /** The lookups of the requests without an answer, by the error's name. */
  readonly unanswered: Record<string, string[]>
  /** Lookups that found their record. */
  readonly found: Set<string>
  /** All peers that keep records, as far as any client has had an answer from them. */
  readonly servers: Set<PeerName>
}

/** Share of all operations that store something. */
const PUT_SHARE = 0.3

/** Share of puts that change the client's own signed record, which others read meanwhile. */
const SIGNED_SHARE = 0.3

/** Clients that join at the same time: the machine is shared with all peers of the room. */
const JOIN_AT_ONCE = 5

/** How long one client may take to join, in milliseconds: joining is not what is measured. */
const JOIN_MS = 300_000

/** The pause after something failed, in milliseconds: who failed should not be the load. */
const PAUSE_MS = 200

/** Lets all clients join, then put and get at once, each as fast as it can, for the time given. */
export async function runLoad({ url, clients, seconds }: LoadInit): Promise<LoadResult> {
  const sessions: RoomSession[] = []
  const known = new Map<RecordKey, Expected>()
  const counts = { wrong: 0, lost: 0, requests: 0 }
  const lists = { putMs: [], getMs: [], stories: [], failed: {}, unanswered: {} }
  const tally: Tally = { ...counts, ...lists, found: new Set(), servers: new Set() }
  try {
    while (sessions.length < clients) {
      const count = Math.min(JOIN_AT_ONCE, clients - sessions.length)
      sessions.push(...(await Promise.all(Array.from({ length: count }, () => join(url)))))
    }
    const end = performance.now() + seconds * 1000
    for (const { peer } of sessions) countRequests(peer, tally)
    await Promise.all(
      sessions.map(async ({ peer }) => {
        await putOne(peer, known, tally)
        while (performance.now() < end) {
          if (Math.random() < PUT_SHARE) await putOne(peer, known, tally)
          else await getOne(peer, known, tally)
        }
      }),
    )
    return resultOf(tally)
  } finally {
    await Promise.all(sessions.map((session) => session.stop()))
  }
}

async function join(url: string): Promise<RoomSession> {
  const session = await joinRoom({
    privateKey: await generateKeyPair('Ed25519'),
    startHost: startNodeHost,
    agent: 'node',
    mode: 'client',
    hears: 'never',
    bootstraps: [parseBootstrap(url)],
    clock: realClock,
  })
  await untilJoined(session.peer, AbortSignal.timeout(JOIN_MS))
  return session
}

async function putOne(peer: DhtPeer, known: Map<RecordKey, Expected>, tally: Tally): Promise<void> {
  const text = randomBytes(24).toString('hex')
  const isSigned = Math.random() < SIGNED_SHARE
  const beganAt = performance.now()
  try {
    const { key, sequence, replicas, wanted } = await peer.put(
      text,
      isSigned ? { name: 'load' } : {},
    )
    tally.putMs.push(performance.now() - beganAt)
    known.set(key, { text, sequence, replicas, wanted, at: Date.now() })
  } catch (thrown) {
    await fail(tally, thrown)
  }
}

async function getOne(peer: DhtPeer, known: Map<RecordKey, Expected>, tally: Tally): Promise<void> {
  const [key, expected] = [...known][Math.floor(Math.random() * known.size)] ?? []
  if (key === undefined || expected === undefined) {
    // Nobody has stored anything yet.
    await delay(realClock, PAUSE_MS)
    return
  }
  const beganAt = performance.now()
  const watched = watchGet(peer, key)
  try {
    const { value, sequence } = await peer.get(key)
    tally.getMs.push(performance.now() - beganAt)
    if (!isRight(value, sequence, expected)) tally.wrong += 1
  } catch (thrown) {
    if (describeError(thrown).name !== 'RecordNotFoundError') {
      await fail(tally, thrown)
      return
    }
    tally.lost += 1
    tally.stories.push(await watched.story(expected, [...tally.servers]))
  } finally {
    watched.stop()
  }
}

/** A later version than the one that was confirmed when the get began is right as well. */
function isRight(value: unknown, sequence: number | undefined, expected: Expected): boolean {
  if (expected.sequence === undefined) return value === expected.text
  if (sequence === expected.sequence) return value === expected.text
  return sequence !== undefined && sequence > expected.sequence
}

async function fail({ failed }: Tally, thrown: unknown): Promise<void> {
  countOne(failed, describeError(thrown).name)
  await delay(realClock, PAUSE_MS)
}

/** Counts what a client sends from now on, so that what fails is seen at its layer. */
function countRequests(peer: DhtPeer, tally: Tally): void {
  const since = Date.now()
  peer.onEnvelope(({ at, event }) => {
    if (at < since) return
    if (event.kind === 'rpc.sent') tally.requests += 1
    if (event.kind === 'rpc.answered') tally.servers.add(event.from)
    if (event.kind === 'lookup.finished' && event.outcome === 'found') tally.found.add(event.lookup)
    if (event.kind !== 'rpc.failed') return
    tally.unanswered[event.error] ??= []
    tally.unanswered[event.error]?.push(event.lookup ?? '')
  })
}

/** A request that a lookup gives up as it has found its record says nothing of the asked. */
function resultOf({ found, servers: _, unanswered, ...tally }: Tally): LoadResult {
  const isSpared = (error: string, lookup: string): boolean =>
    error === 'AbortError' && found.has(lookup)
  const counted = Object.entries(unanswered).map(
    ([error, lookups]) => [error, lookups.filter((one) => !isSpared(error, one)).length] as const,
  )
  const all = Object.values(unanswered).flat().length
  const left = counted.reduce((sum, [, count]) => sum + count, 0)
  return {
    ...tally,
    spared: all - left,
    unanswered: Object.fromEntries(counted.filter(([, count]) => count > 0)),
  }
}

function countOne(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}
