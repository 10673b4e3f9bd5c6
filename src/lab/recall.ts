// Whether lookups find who they should: compared with all peers, one by one.

import type { Random } from '../base/random.ts'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../kad/kad-id.ts'
import { closestTo } from '../kad/metric.ts'
import type { LabPeer } from './population.ts'

/** How well lookups did. */
export interface Recall {
  readonly lookups: number
  /** Lookups that found exactly the k closest. */
  readonly exact: number
  /** The share of the true k closest that were found, from 0 to 1. */
  readonly share: number
  /** Lookups that failed altogether. */
  readonly failed: number
}

/**
 * Lets each of `askers` look up a random key and compares what it finds with the true k closest
 * of `peers`, the asker left out.
 */
export async function measureRecall(
  peers: readonly LabPeer[],
  k: number,
  random: Random,
  askers: readonly LabPeer[] = peers,
): Promise<Recall> {
  const results = await Promise.all(askers.map((asker) => measureLookup(peers, asker, k, random)))
  const sum = (of: (result: LookupRecall) => number): number =>
    results.reduce((total, result) => total + of(result), 0)
  return {
    lookups: results.length,
    exact: results.filter(({ wanted, hits }) => wanted === hits).length,
    share:
      sum(({ hits }) => hits) /
      Math.max(
        1,
        sum(({ wanted }) => wanted),
      ),
    failed: results.filter(({ failed }) => failed).length,
  }
}

/** What one lookup found of those it should. */
export interface LookupRecall {
  readonly wanted: number
  readonly hits: number
  readonly failed: boolean
}

/** Lets `asker` look up a random key and compares with the true k closest. */
export async function measureLookup(
  peers: readonly LabPeer[],
  asker: LabPeer,
  k: number,
  random: Random,
): Promise<LookupRecall> {
  const key = `/u/recall-${random.int(2 ** 32)}` as RecordKey
  const wanted = closestOthers(peers, asker, key, k)
  const found = await asker.closest(key).catch(() => undefined)
  const hits = wanted.filter((peer) => found?.includes(peer) === true).length
  return { wanted: wanted.length, hits, failed: found === undefined }
}

/** The true k closest of `peers` to a key, the asker left out: by brute force. */
export function closestOthers(
  peers: readonly LabPeer[],
  asker: LabPeer,
  key: RecordKey,
  k: number,
): PeerName[] {
  const others = peers.filter((peer) => peer !== asker).map(({ peerId }) => peerId)
  return closestTo(kadIdOfKey(key), others, k, kadIdOfPeer)
}
