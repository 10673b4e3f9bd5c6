// Facts about the rest between two rounds of joining: what cuts it short, and how soon.

import { beforeEach, expect, test } from 'vitest'
import { ManualClock } from '../base/manual-clock.ts'
import { kadIdOfPeer, type PeerName } from '../kad/kad-id.ts'
import { closestTo } from '../kad/metric.ts'
import { noteBootstraps, rest, type RestInit } from './join-rest.ts'
import type { TableChange } from './kad-table.ts'

const OWN = 'own' as PeerName
const BOOTSTRAP = 'boot' as PeerName
const K = 2
/** Peers, nearest to the own one first. */
const PEERS = closestTo(
  kadIdOfPeer(OWN),
  ['a', 'b', 'c', 'd', 'e'] as PeerName[],
  5,
  kadIdOfPeer,
) as [PeerName, PeerName, PeerName, PeerName, PeerName]
const LENGTH = { mostMs: 10_000, afterLossMs: 100, afterGainMs: 2_000 }

let clock: ManualClock
let contacts: Set<PeerName>
let listeners: Set<(change: TableChange) => void>
let stopping: AbortController
let init: RestInit

beforeEach(() => {
  clock = new ManualClock()
  contacts = new Set([PEERS[1], PEERS[2], PEERS[3]])
  listeners = new Set()
  stopping = new AbortController()
  init = {
    own: OWN,
    k: K,
    kad: {
      contacts: () => [...contacts],
      closest: (id, count) => closestTo(id, contacts, count, kadIdOfPeer),
      has: (peer) => contacts.has(peer),
      onTableChange(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    bootstraps: () => [BOOTSTRAP],
    clock,
    stopped: stopping.signal,
  }
})

function change(kind: 'added' | 'removed', contact: PeerName): void {
  if (kind === 'added') contacts.add(contact)
  else contacts.delete(contact)
  for (const listener of [...listeners]) listener({ kind, contact })
}

/** Rests, lets `happens` happen after so many milliseconds, and says how long the rest took. */
async function restMs(afterMs: number, happens: () => void): Promise<number> {
  let tookMs = Infinity
  const rested = rest(init, LENGTH).then(() => {
    tookMs = clock.now()
  })
  await clock.advanceAsync(afterMs)
  happens()
  await clock.advanceAsync(LENGTH.mostMs)
  await rested
  expect(listeners.size).toBe(0)
  expect(clock.pending).toBe(0)
  return tookMs
}

test('P3 a rest in which nothing happens takes its whole time', async () => {
  expect(await restMs(0, () => undefined)).toBe(10_000)
})

test('P3 the first loss of a contact ends it soon', async () => {
  const lose = (): void => {
    change('removed', PEERS[3])
    clock.advance(50)
    change('removed', PEERS[2])
  }
  expect(await restMs(500, lose)).toBe(500 + LENGTH.afterLossMs)
})

test('P3 a new bootstrap ends it, as late as a busy machine asks for', async () => {
  const gain = (): void => {
    change('added', BOOTSTRAP)
  }
  expect(await restMs(50, gain)).toBe(2_000)
  const begunAt = clock.now()
  expect((await restMs(3_000, gain)) - begunAt).toBe(3_000)
})

test('P3 of the other contacts only those among the k nearest end it', async () => {
  expect(
    await restMs(3_000, () => {
      change('added', PEERS[4])
    }),
  ).toBe(10_000)
  const begunAt = clock.now()
  const tookMs = await restMs(3_000, () => {
    change('added', PEERS[0])
  })
  expect(tookMs - begunAt).toBe(3_000)
})

test('P3 who stops does not rest', async () => {
  expect(
    await restMs(3_000, () => {
      stopping.abort()
    }),
  ).toBe(3_000)
  expect(await restMs(0, () => undefined)).toBe(13_000)
})

test('P3 a bootstrap is new once each time that it comes, also when it went in between', () => {
  change('added', BOOTSTRAP)
  const newBootstraps = noteBootstraps(init)
  expect(newBootstraps()).toEqual([BOOTSTRAP])
  expect(newBootstraps()).toEqual([])
  change('removed', BOOTSTRAP)
  change('added', BOOTSTRAP)
  expect(newBootstraps()).toEqual([BOOTSTRAP])
  change('removed', BOOTSTRAP)
  expect(newBootstraps()).toEqual([])
})
