// What the tap and the World cost a lookup: processor time with and without them, by turns.

import type { Envelope } from '../src/event/envelope.ts'
import type { Lab } from '../src/lab/lab.ts'
import type { Ledger } from '../src/peer/ledger.ts'
import { emptyWorld } from '../src/world/empty-world.ts'
import { fold } from '../src/world/reduce.ts'
import { cpuMs, lookupRate } from './lab-figures.ts'
import { tapSwitch } from './lab-tap-switch.ts'
import { median } from './statistics.ts'

/** Lookups of one turn. */
const LOOKUPS = 16

/** How long peers find further contacts in lookups before anything is measured, in milliseconds. */
const SETTLING_MS = 20_000

/** How long turns are taken, in milliseconds: a round of them varies by a fifth, their median by a hundredth. */
const MEASURED_MS = 180_000

const WAYS = ['neither', 'tap', 'both'] as const
type Way = (typeof WAYS)[number]

/**
 * All orders of the three, one a round: what changes with time hits them alike, and so does what a turn
 * leaves to the next one, such as what has to be collected.
 */
const ORDERS: readonly (readonly Way[])[] = [
  ['neither', 'tap', 'both'],
  ['both', 'tap', 'neither'],
  ['tap', 'both', 'neither'],
  ['neither', 'both', 'tap'],
  ['both', 'neither', 'tap'],
  ['tap', 'neither', 'both'],
]

/** Shares of what a lookup takes without tap and World. */
export interface TellingCost {
  readonly tap: number
  readonly world: number
}

/**
 * Measures with a Lab whose peers have joined. All threads of the process count, so that garbage and
 * its collection are in it; so do the lookups of upkeep, as some turns have more of them than others.
 * Turns of the same round, which make the same lookups, are compared: the machine is quicker in some
 * seconds than in others.
 */
export async function measureTelling(
  lab: Lab,
  ledger: Ledger,
  listen: (listener: (envelopes: readonly Envelope[]) => void) => void,
): Promise<TellingCost> {
  let world = emptyWorld()
  let lookups = 0
  /** Processor time of a lookup in the turn of a round. */
  const turn = async (way: Way, round: number): Promise<number> => {
    tapSwitch.isOn = way !== 'neither'
    listen((envelopes) => {
      for (const { event } of envelopes) if (event.kind === 'lookup.started') lookups += 1
      if (way === 'both') world = fold(world, envelopes)
    })
    lookups = 0
    const before = cpuMs()
    await lookupRate(LOOKUPS, async (index) => {
      const count = round * LOOKUPS + index
      await lab.peers[count % lab.peers.length]?.closest(`/u/rate-${count}`)
    })
    ledger.handOn()
    return (cpuMs() - before) / lookups
  }
  // As in a page that has been there all along: everybody is known, and the fold is warm.
  listen((envelopes) => {
    world = fold(world, envelopes)
  })
  for (const peer of lab.peers) peer.teller.tell(peer.describe())
  ledger.handOn()
  const settledAt = performance.now() + SETTLING_MS
  let round = 0
  for (; performance.now() < settledAt; round += 1) for (const way of WAYS) await turn(way, round)
  const taps: number[] = []
  const boths: number[] = []
  const until = performance.now() + MEASURED_MS
  for (; performance.now() < until; round += 1) {
    const spent: Record<Way, number> = { neither: 0, tap: 0, both: 0 }
    for (const way of ORDERS[round % ORDERS.length] ?? WAYS) spent[way] = await turn(way, round)
    taps.push(spent.tap / spent.neither - 1)
    boths.push(spent.both / spent.neither - 1)
  }
  const tap = median(taps)
  return { tap, world: median(boths) - tap }
}
