// Measures a Lab: joining, recall, lookups, memory, and whose time it is.

import { realClock } from '../src/base/clock.ts'
import type { Envelope } from '../src/event/envelope.ts'
import { Lab } from '../src/lab/lab.ts'
import { parseScenario } from '../src/lab/scenario.ts'
import { emptyWorld } from '../src/world/empty-world.ts'
import { fold } from '../src/world/reduce.ts'
import { cpuMs, lookupRate, type LabFigures } from './lab-figures.ts'
import { profileShares } from './lab-profile.ts'

/** Envelopes that are folded at once: the largest portion that the page takes. */
const BATCH = 256

/** Lookups of one round at least: fewer give the profile too little to go by. */
const LOOKUPS = 200

/** Measures a Lab of so many peers that join in a burst, k 4, without latency. */
export async function measureLab(peers: number): Promise<LabFigures> {
  let told: Envelope[] = []
  let world = emptyWorld()
  let hear: (envelope: Envelope) => void = () => undefined
  const cpuAt = cpuMs()
  const startedAt = performance.now()
  const lab = new Lab({
    scenario: parseScenario({ peers, seed: 'bench' }),
    clock: realClock,
    onEnvelope: (envelope) => {
      hear(envelope)
    },
  })
  await lab.open()
  await lab.untilReady()
  const readyMs = performance.now() - startedAt
  const readyCpuMs = cpuMs() - cpuAt
  let share = 0
  while (share < 0.99) ({ share } = await lab.recall())
  const foundMs = performance.now() - startedAt

  globalThis.gc?.()
  const megabytes = process.memoryUsage().heapUsed / 1e6

  // Each lookup has the machine to itself, as far as the peers' upkeep lets it.
  const round = (): Promise<number> =>
    lookupRate(LOOKUPS, async (index) => lab.peers[index % peers]?.closest(`/u/rate-${index}`))
  const lookupsPerSecond = await round()
  hear = (envelope) => {
    told.push(envelope)
    if (told.length < BATCH) return
    world = fold(world, told)
    told = []
  }
  // As in a page that has been there all along: everybody is known, and the fold is warm.
  for (const peer of lab.peers) peer.teller.tell(peer.describe())
  await round()
  const shares = await profileShares(round, {
    tap: /\/src\/peer\/(tap\/|teller)/,
    world: /\/src\/world\//,
  })
  const { tap, world: folding } = shares
  const rest = 1 - tap - folding
  return {
    readyMs,
    readyCpuMs,
    foundMs,
    lookupsPerSecond,
    megabytes,
    tapShare: tap / rest,
    worldShare: folding / rest,
  }
}
