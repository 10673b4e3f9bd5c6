// Wires as they are drawn and put into words: their paths, who dialed, and how much goes over them.

import type { Path } from '../../src/event/schema.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import { type Wire } from '../../src/world/selectors.ts'
import type { World } from '../../src/world/world.ts'

/** A wire's path in words. */
export const PATH_WORDS: Readonly<Record<Path, string>> = {
  webrtc: 'WebRTC, directly from tab to tab',
  relayed: 'through the relay, which passes on what it cannot read',
  websocket: 'a WebSocket to the relay',
  virtual: 'a virtual wire inside this page',
}

/** A wire's path in a word or two. */
export const PATH_NAMES: Readonly<Record<Path, string>> = {
  webrtc: 'WebRTC',
  relayed: 'relayed',
  websocket: 'WebSocket',
  virtual: 'virtual',
}

/** Which end dialed the best wire between two peers; undefined when neither end told. */
export function dialerOf(
  world: World,
  { a, b, path }: Pick<Wire, 'a' | 'b' | 'path'>,
): PeerName | undefined {
  for (const [end, remote] of [
    [a, b],
    [b, a],
  ] as const) {
    for (const wire of world.peers.get(end)?.connections.values() ?? []) {
      if (wire.remote !== remote || wire.path !== path) continue
      return wire.direction === 'out' ? end : remote
    }
  }
  return undefined
}

/** How long back messages are counted, in milliseconds: the World keeps them for a little longer. */
export const RATE_MS = 5000

/** Messages a second between peers, by who sent them to whom. */
export type Rates = ReadonlyMap<PeerName, ReadonlyMap<PeerName, number>>

/** How many requests a second each peer has sent to each other one in the `RATE_MS` before `at`. */
export function ratesOf(world: World, at: number): Rates {
  const rates = new Map<PeerName, Map<PeerName, number>>()
  for (const { from, to, sentAt } of world.messages) {
    if (sentAt > at || sentAt <= at - RATE_MS) continue
    const sent = rates.get(from) ?? new Map<PeerName, number>()
    rates.set(from, sent)
    sent.set(to, (sent.get(to) ?? 0) + 1000 / RATE_MS)
  }
  return rates
}

/** Messages a second from one peer to another. */
export function rateOf(rates: Rates, from: PeerName, to: PeerName): number {
  return rates.get(from)?.get(to) ?? 0
}

/** A rate in words: `3.2 messages a second`. */
export function rateWords(rate: number): string {
  return `${rate.toFixed(rate < 10 ? 1 : 0)} messages a second`
}
