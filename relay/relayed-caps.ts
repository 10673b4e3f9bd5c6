// How many relayed connections the relay carries, for each peer and in all.

import type { PeerName } from '../src/kad/kad-id.ts'

/**
 * The most relayed connections that one peer may have. In a class of 100 without WebRTC one has at
 * most 99, for a moment twice as many.
 */
export const MAX_RELAYED_PER_PEER = 256

/** The most in all: 100 peers that all have each other take 4,950. */
export const MAX_RELAYED = 10_000

/** Counts relayed connections. */
export interface RelayedCaps {
  /** Takes one more from `source` to `target`; undefined when either is over its cap or all are. */
  open(source: PeerName, target: PeerName): (() => void) | undefined
  count(): number
  /** How many were refused so far. */
  refused(): number
}

/** Makes the caps. */
export function createRelayedCaps(
  perPeer = MAX_RELAYED_PER_PEER,
  inAll = MAX_RELAYED,
): RelayedCaps {
  const counts = new Map<PeerName, number>()
  let total = 0
  let refused = 0

  const countOf = (peer: PeerName): number => counts.get(peer) ?? 0
  const change = (peer: PeerName, by: number): void => {
    const count = countOf(peer) + by
    if (count > 0) counts.set(peer, count)
    else counts.delete(peer)
  }

  return {
    open(source, target) {
      if (total >= inAll || countOf(source) >= perPeer || countOf(target) >= perPeer) {
        refused += 1
        return undefined
      }
      total += 1
      change(source, 1)
      change(target, 1)
      let isOpen = true
      return () => {
        if (!isOpen) return
        isOpen = false
        total -= 1
        change(source, -1)
        change(target, -1)
      }
    },
    count: () => total,
    refused: () => refused,
  }
}
