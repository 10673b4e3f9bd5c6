// Churn: sessions end after a random time, and for each that ends another begins.

import type { Cancel, Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { PeerName } from '../kad/kad-id.ts'
import type { LabActions } from './lab-actions.ts'
import type { Churn } from './scenario.ts'

export interface ChurnInit {
  readonly lab: LabActions
  readonly clock: Clock
  readonly random: Random
  readonly churn: Churn
}

/**
 * Gives every peer but the bootstrap a session of random length, now and when a new one comes.
 * Returns what stops it.
 */
export function keepChurning({ lab, clock, random, churn }: ChurnInit): Cancel {
  const ends = new Map<PeerName, Cancel>()
  let stopped = false

  const plan = (name: PeerName): void => {
    if (stopped || ends.has(name) || name === lab.population.bootstrap) return
    ends.set(
      name,
      clock.after(sessionMs(churn.sessionMs, random), () => void end(name)),
    )
  }
  const end = async (name: PeerName): Promise<void> => {
    ends.delete(name)
    if (random.next() < churn.crashShare) {
      // That it crashed is history at once: it is not a fault that could be taken back.
      const { fault } = await lab.crash([name])
      lab.faults.clear(fault)
    } else await lab.leave([name])
    if (stopped) return
    for (const { peerId } of await lab.add(1)) plan(peerId)
  }

  for (const { peerId } of lab.peers) plan(peerId)
  return () => {
    stopped = true
    for (const cancel of ends.values()) cancel()
    ends.clear()
  }
}

/** A length of an exponential distribution with that mean, in milliseconds. */
export function sessionMs(mean: number, random: Random): number {
  return -Math.log(1 - random.next()) * mean
}
