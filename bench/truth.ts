// When a room is formed: every tab's lookups find the true k closest of all peers, by brute force.

import { randomUUID } from 'node:crypto'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../src/kad/kad-id.ts'
import { closestTo } from '../src/kad/metric.ts'
import type { Tab } from './tabs.ts'

/** Lookups of each tab in one pass. */
const LOOKUPS = 3

/** The pause between two passes, in milliseconds: the question should not be the load. */
const PAUSE_MS = 250

/** The result of one pass. */
export interface Recall {
  /** Lookups that found exactly the true k closest. */
  right: number
  asked: number
}

/**
 * Asks all tabs until all are right in one pass. Returns the time since `since` at which that pass
 * ended, in milliseconds; undefined when it did not within `limitMs`.
 */
export async function untilTrue(
  tabs: readonly Tab[],
  relay: string,
  k: number,
  since: number,
  limitMs: number,
): Promise<number | undefined> {
  while (Date.now() - since < limitMs) {
    const { right, asked } = await recall(tabs, relay, k)
    if (right === asked) return Date.now() - since
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  return undefined
}

/** One pass: how many lookups of all tabs are right. */
export async function recall(tabs: readonly Tab[], relay: string, k: number): Promise<Recall> {
  const peers = [...tabs.map(({ peerId }) => peerId), relay] as PeerName[]
  const answers = await Promise.all(
    tabs.map(async (tab) => {
      const keys = Array.from({ length: LOOKUPS }, () => `/u/${randomUUID()}` as RecordKey)
      const found = await lookUp(tab, keys)
      const others = peers.filter((peer) => peer !== tab.peerId)
      return keys.map((key, index) => {
        const truth = closestTo(kadIdOfKey(key), others, k, kadIdOfPeer)
        return [...truth].sort().join() === [...(found[index] ?? [])].sort().join()
      })
    }),
  )
  const all = answers.flat()
  return { right: all.filter((isRight) => isRight).length, asked: all.length }
}

/** A lookup for each key; none found where it fails. */
function lookUp({ page }: Tab, keys: readonly RecordKey[]): Promise<string[][]> {
  return page.evaluate(
    (all) => Promise.all(all.map(async (key) => window.bench?.closest(key).catch(() => []) ?? [])),
    [...keys],
  )
}
