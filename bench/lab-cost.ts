// What the tap and the World cost a lookup: processor time with and without them, by turns.

import type { Envelope } from '../src/event/envelope.ts'
import type { Lab } from '../src/lab/lab.ts'
import { emptyWorld } from '../src/world/empty-world.ts'
import { fold } from '../src/world/reduce.ts'
import { cpuMs, lookupRate } from './lab-figures.ts'
import { tapSwitch } from './lab-tap-switch.ts'
import { median } from './statistics.ts'

/** Lookups of one turn: they tell some 256 envelopes, the largest portion that the page folds at once. */
const LOOKUPS = 16

/** How long turns are taken, in milliseconds. */
const MEASURED_MS = 60_000

/** Three ways in turn, so that what changes with time hits them alike. */
const WAYS = ['neither', 'tap', 'both'] as const
type Way = (typeof WAYS)[number]

/** Shares of what a lookup takes without tap and World. */
export interface TellingCost {
  readonly tap: number
  readonly world: number
}

/**
 * Measures with a Lab whose peers have joined. All threads of the process count, so that garbage and
 * its collection are in it. The turn in the middle stands for all: upkeep and great collections fall
 * into some turns and treble them.
 */
export async function measureTelling(
  lab: Lab,
  listen: (listener: (envelope: Envelope) => void) => void,
): Promise<TellingCost> {
  let world = emptyWorld()
  let told: Envelope[] = []
  const keep = (envelope: Envelope): void => {
    told.push(envelope)
  }
  const foldTold = (): void => {
    world = fold(world, told)
    told = []
  }
  let count = 0
  const turn = async (way: Way): Promise<number> => {
    tapSwitch.isOn = way !== 'neither'
    listen(way === 'both' ? keep : () => undefined)
    const before = cpuMs()
    await lookupRate(LOOKUPS, async () => {
      count += 1
      await lab.peers[count % lab.peers.length]?.closest(`/u/rate-${count}`)
    })
    foldTold()
    return cpuMs() - before
  }
  // As in a page that has been there all along: everybody is known, and the fold is warm.
  listen(keep)
  for (const peer of lab.peers) peer.teller.tell(peer.describe())
  foldTold()
  for (const way of WAYS) await turn(way)
  const spent: Record<Way, number[]> = { neither: [], tap: [], both: [] }
  const until = performance.now() + MEASURED_MS
  for (let round = 0; performance.now() < until; round += 1) {
    for (let place = 0; place < WAYS.length; place += 1) {
      const way = WAYS[(round + place) % WAYS.length] ?? 'neither'
      spent[way].push(await turn(way))
    }
  }
  const rest = median(spent.neither)
  const withTap = median(spent.tap)
  return { tap: (withTap - rest) / rest, world: (median(spent.both) - withTap) / rest }
}
