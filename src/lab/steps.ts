// The steps of a scenario: does each at its time, to peers that the seed chooses.

import { delay, type Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import { kadIdOfPeer, type PeerName } from '../kad/kad-id.ts'
import { closestTo } from '../kad/metric.ts'
import type { LabActions } from './lab-actions.ts'
import type { ScenarioStep } from './scenario.ts'

export interface StepsInit {
  readonly clock: Clock
  readonly random: Random
  readonly signal: AbortSignal
}

/** Does all steps of the Lab's scenario, in the order of their times. */
export async function runSteps(
  lab: LabActions,
  { clock, random, signal }: StepsInit,
): Promise<void> {
  const startedAt = clock.now()
  const steps = [...lab.scenario.steps].sort((a, b) => a.atMs - b.atMs)
  for (const step of steps) {
    const wait = startedAt + step.atMs - clock.now()
    if (wait > 0) await delay(clock, wait, signal).catch(() => undefined)
    if (signal.aborted) return
    await doStep(lab, step, random)
  }
}

/** Does one step now. */
export async function doStep(lab: LabActions, step: ScenarioStep, random: Random): Promise<void> {
  switch (step.do) {
    case 'add':
      await lab.add(step.count)
      return
    case 'crash':
      await lab.crash(choose(lab, step.share, random))
      return
    case 'leave':
      await lab.leave(choose(lab, step.share, random))
      return
    case 'partition':
      lab.faults.partition([choose(lab, step.share, random)])
      return
    case 'latency':
      lab.faults.slow(choose(lab, step.share, random), step.ms)
      return
    case 'loss':
      lab.faults.lose(choose(lab, step.share, random), step.amount)
      return
    case 'block':
      lab.faults.block(choose(lab, step.share, random))
      return
    case 'block-bootstrap':
      if (lab.population.bootstrap !== undefined) lab.faults.block([lab.population.bootstrap])
      return
    case 'slow-wires':
      for (const ends of chooseWires(lab, step.count, random)) {
        lab.faults.slow(ends, step.ms, BETWEEN)
      }
      return
    case 'lossy-wires':
      for (const ends of chooseWires(lab, step.count, random)) {
        lab.faults.lose(ends, step.amount, BETWEEN)
      }
      return
    case 'cut-wires':
      for (const ends of chooseWires(lab, step.count, random)) lab.faults.block(ends, BETWEEN)
      return
    case 'heal':
      lab.faults.clearAll()
  }
}

const BETWEEN = { between: true } as const

/** A share of the peers that run, never the bootstrap; the same for the same seed and peers. */
export function choose(
  lab: Pick<LabActions, 'population'>,
  share: number,
  random: Random,
): PeerName[] {
  const { peers, bootstrap } = lab.population
  const others = peers.map(({ peerId }) => peerId).filter((peer) => peer !== bootstrap)
  return random.shuffle(others).slice(0, Math.round(share * others.length))
}

/**
 * The ends of so many different wires, fewer where there are not as many: each from a peer to the
 * one nearest to it, as these two are practically always wired. The same for the same seed and peers.
 */
export function chooseWires(
  lab: Pick<LabActions, 'population'>,
  count: number,
  random: Random,
): [PeerName, PeerName][] {
  const names = lab.population.peers.map(({ peerId }) => peerId)
  const wires = new Map<string, [PeerName, PeerName]>()
  for (const peer of random.shuffle(names)) {
    if (wires.size === count) break
    const others = names.filter((name) => name !== peer)
    const [nearest] = closestTo(kadIdOfPeer(peer), others, 1, kadIdOfPeer)
    if (nearest === undefined) break
    wires.set([peer, nearest].sort().join(' '), [peer, nearest])
  }
  return [...wires.values()]
}
