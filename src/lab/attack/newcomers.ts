// Newcomers in a network whose bootstrap is blocked: whether they get in, and find whom they should.

import { delay } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { Count, ExperimentInit } from '../experiment.ts'
import type { Lab } from '../lab.ts'
import { closestOthers } from '../recall.ts'
import type { RecordKey } from '../../kad/kad-id.ts'
import type { LabPeer } from '../population.ts'
import type { Verdict } from './damage.ts'

/** How long newcomers have to get in, in milliseconds. */
const JOIN_MS = 6_000

/** Lets so many newcomers join at once; each then looks up a random key. */
export async function* newcomers(
  lab: Lab,
  total: number,
  random: Random,
  { clock, signal }: ExperimentInit,
): AsyncGenerator<Count | { readonly verdict: Verdict }> {
  yield { done: 0, total }
  const added = await lab.add(total)
  await delay(clock, JOIN_MS, signal)
  // A blocked peer answers nobody, so nobody is to find it.
  const blocked = new Set(lab.faults.list().flatMap(({ peers }) => peers))
  const there = lab.peers.filter(({ peerId }) => !blocked.has(peerId))
  for (const [done, newcomer] of added.entries()) {
    signal?.throwIfAborted()
    yield { verdict: await lookUp(lab, there, newcomer, random) }
    yield { done: done + 1, total }
  }
}

async function lookUp(
  lab: Lab,
  there: readonly LabPeer[],
  newcomer: LabPeer,
  random: Random,
): Promise<Verdict> {
  const key = `/u/newcomer-${random.int(2 ** 32)}` as RecordKey
  const wanted = closestOthers(there, newcomer, key, lab.scenario.k)
  const found = await newcomer.closest(key).catch(() => undefined)
  if (found === undefined || found.length === 0) return 'failed'
  return wanted.every((peer) => found.includes(peer)) ? 'right' : 'wrong'
}
