// What a lookup came to: the shortlist, how near it got when, its hops, and whether it found the true closest.

import { kadIdOfPeer, type KadId, type PeerName } from '../../src/kad/kad-id.ts'
import { closestTo, log2Distance } from '../../src/kad/metric.ts'
import { closestLive } from '../../src/world/selectors.ts'
import type { Lookup, Message, World } from '../../src/world/world.ts'

/** What became of a candidate. */
export type CandidateState = 'not asked' | 'asked' | 'answered' | 'failed'

/** A peer that the lookup has heard of. */
export interface Candidate {
  readonly peer: PeerName
  readonly kadId: KadId
  readonly state: CandidateState
  /** log2 of its distance to the target. */
  readonly distance: number
}

/** The nearest `count` peers that a lookup has heard of so far. */
export function shortlistOf(world: World, lookup: Lookup, count: number): Candidate[] {
  const states = new Map<PeerName, CandidateState>()
  for (const message of searches(lookup)) {
    states.set(message.to, message.state === 'sent' ? 'asked' : message.state)
    for (const peer of message.closer) if (!states.has(peer)) states.set(peer, 'not asked')
  }
  states.delete(lookup.by)
  const candidates = [...states].map(([peer, state]) => {
    const kadId = world.peers.get(peer)?.kadId ?? kadIdOfPeer(peer)
    return { peer, kadId, state, distance: log2Distance(kadId, lookup.target) }
  })
  return closestTo(lookup.target, candidates, count, (candidate) => candidate.kadId)
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
  const depths = new Map<PeerName, number>()
  let hops = 0
  for (const message of searches(lookup)) {
    const depth = depths.get(message.to) ?? 1
    if (message.state === 'answered') hops = Math.max(hops, depth)
    for (const peer of message.closer) {
      if (!depths.has(peer)) depths.set(peer, depth + 1)
    }
  }
  return {
    asked: new Set(lookup.messages.map((message) => message.to)).size,
    messages: lookup.messages.length,
    failed: lookup.messages.filter((message) => message.state === 'failed').length,
    hops,
    bytes: lookup.messages.reduce((sum, message) => sum + message.bytes, 0),
  }
}

/** How many of the true closest a lookup found: the answer beside brute force over all live peers. */
export function verdictOf(
  world: World,
  lookup: Lookup,
  k: number,
): { readonly found: number; readonly wanted: number; readonly missed: readonly PeerName[] } {
  const truth = closestLive(world, lookup.target, k + 1)
    .map((peer) => peer.peerId)
    .filter((peer) => peer !== lookup.by)
    .slice(0, k)
  const missed = truth.filter((peer) => !lookup.closest.includes(peer))
  return { found: truth.length - missed.length, wanted: truth.length, missed }
}

/** The messages that look for peers, without the copies that a put sends at its end. */
function searches(lookup: Lookup): readonly Message[] {
  return lookup.messages.filter((message) => message.type !== 'PUT_VALUE')
}
