// What a lookup came to: the shortlist, how near it got when, its hops, and whether it found the true closest.

import { kadIdOfPeer, type KadId, type PeerName } from '../../src/kad/kad-id.ts'
import { closestTo, log2Distance } from '../../src/kad/metric.ts'
import { depthsOf } from '../../src/world/lookup-depths.ts'
import { closestLive, livePeers } from '../../src/world/selectors.ts'
import type { Lookup, Message, World } from '../../src/world/world.ts'

/** What became of a candidate. */
export type CandidateState = 'not asked' | 'asked' | 'answered' | 'failed' | 'not needed'

/** Whether a request was given up because another peer had the record: that says nothing of the asked. */
export function isLetGo({ error }: Message, { outcome }: Lookup): boolean {
  return error === 'AbortError' && outcome === 'found'
}

/** A peer that the lookup has heard of. */
export interface Candidate {
  readonly peer: PeerName
  readonly kadId: KadId
  readonly state: CandidateState
  /** log2 of its distance to the target. */
  readonly distance: number
  /** Whether the latest answer was the first to name it. */
  readonly fresh: boolean
}

/** The nearest `count` peers that a lookup has heard of so far. */
export function shortlistOf(world: World, lookup: Lookup, count: number): Candidate[] {
  const states = new Map<PeerName, CandidateState>()
  for (const message of searches(lookup)) {
    states.set(message.to, stateOf(message, lookup))
    for (const peer of message.closer) if (!states.has(peer)) states.set(peer, 'not asked')
  }
  states.delete(lookup.by)
  const fresh = latestNews(lookup)
  const candidates = [...states].map(([peer, state]) => {
    const kadId = world.peers.get(peer)?.kadId ?? kadIdOfPeer(peer)
    const distance = log2Distance(kadId, lookup.target)
    return { peer, kadId, state, distance, fresh: fresh.has(peer) }
  })
  return closestTo(lookup.target, candidates, count, (candidate) => candidate.kadId)
}

function stateOf(message: Message, lookup: Lookup): CandidateState {
  if (isLetGo(message, lookup)) return 'not needed'
  return message.state === 'sent' ? 'asked' : message.state
}

/** The peers that the latest answer named and nothing before it had. */
function latestNews(lookup: Lookup): ReadonlySet<PeerName> {
  const answers = searches(lookup).filter((message) => message.endedAt !== undefined)
  const latest = answers.reduce<Message | undefined>(
    (last, message) => ((message.endedAt ?? 0) >= (last?.endedAt ?? 0) ? message : last),
    undefined,
  )
  const known = new Set(
    searches(lookup).flatMap((message) => [
      message.to,
      ...(message === latest ? [] : message.closer),
    ]),
  )
  return new Set(latest?.closer.filter((peer) => !known.has(peer)))
}

/** How near an answer was, and how near the lookup had come by then. */
export interface Approach {
  readonly peer: PeerName
  /** Milliseconds since the lookup began. */
  readonly ms: number
  /** log2 of the distance between who answered and the target. */
  readonly distance: number
  /** The least of these so far. */
  readonly nearest: number
}

/** The distance falling, answer by answer; the asker itself comes first. */
export function approachOf(world: World, lookup: Lookup): Approach[] {
  const distanceOf = (peer: PeerName): number =>
    log2Distance(world.peers.get(peer)?.kadId ?? kadIdOfPeer(peer), lookup.target)
  let nearest = distanceOf(lookup.by)
  const answers = searches(lookup)
    .filter((message) => message.state === 'answered')
    .sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0))
  return [
    { peer: lookup.by, ms: 0, distance: nearest, nearest },
    ...answers.map((message) => {
      const distance = distanceOf(message.to)
      nearest = Math.min(nearest, distance)
      const ms = (message.endedAt ?? lookup.startedAt) - lookup.startedAt
      return { peer: message.to, ms, distance, nearest }
    }),
  ]
}

/** What a lookup cost. */
export interface LookupCost {
  readonly asked: number
  readonly messages: number
  readonly failed: number
  /** The longest chain of "who named whom" among those that answered. */
  readonly hops: number
  readonly bytes: number
}

/** Counts what a lookup cost so far. */
export function costOf(lookup: Lookup): LookupCost {
  const depths = depthsOf(lookup)
  const answered = searches(lookup).filter((message) => message.state === 'answered')
  return {
    asked: new Set(lookup.messages.map((message) => message.to)).size,
    messages: lookup.messages.length,
    failed: lookup.messages.filter(
      (message) => message.state === 'failed' && !isLetGo(message, lookup),
    ).length,
    hops: Math.max(0, ...answered.map(({ to }) => depths.get(to) ?? 1)),
    bytes: lookup.messages.reduce((sum, message) => sum + message.bytes, 0),
  }
}

/** How many of the true closest a lookup found. */
export interface Verdict {
  readonly found: number
  readonly wanted: number
  readonly missed: readonly PeerName[]
  /** Whether every live peer has spoken itself, so that nobody can be missing from the truth. */
  readonly whole: boolean
}

/** A lookup's answer beside brute force over all live peers. */
export function verdictOf(world: World, lookup: Lookup, k: number): Verdict {
  const truth = closestLive(world, lookup.target, k + 1)
    .map((peer) => peer.peerId)
    .filter((peer) => peer !== lookup.by)
    .slice(0, k)
  const missed = truth.filter((peer) => !lookup.closest.includes(peer))
  const whole = livePeers(world).every(({ heard }) => heard)
  return { found: truth.length - missed.length, wanted: truth.length, missed, whole }
}

/** The messages that look for peers, without the copies that a put sends at its end. */
function searches(lookup: Lookup): readonly Message[] {
  return lookup.messages.filter((message) => message.type !== 'PUT_VALUE')
}
