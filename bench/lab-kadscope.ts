// Measures a Lab: joining, recall, lookups, memory, and whose time it is.

import { realClock } from '../src/base/clock.ts'
import type { Envelope } from '../src/event/envelope.ts'
import { Lab } from '../src/lab/lab.ts'
import { parseScenario } from '../src/lab/scenario.ts'
import { emptyWorld } from '../src/world/empty-world.ts'
import { fold } from '../src/world/reduce.ts'
import { cpuMs, lookupRate, type LabFigures } from './lab-figures.ts'
import { profileShares } from './lab-profile.ts'

/** Envelopes that are folded at once, as the page does. */
const BATCH = 500

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
  const count = Math.min(peers, 200)
  const lookUp = (index: number): Promise<unknown> | undefined =>
    lab.peers[index]?.closest(`/u/rate-${index}`)
  const lookupsPerSecond = await lookupRate(count, async (index) => lookUp(index))
  hear = (envelope) => {
    told.push(envelope)
    if (told.length < BATCH) return
    world = fold(world, told)
    told = []
  }
  const shares = await profileShares(() => lookupRate(count, async (index) => lookUp(index)), {
    tap: /\/src\/peer\/(tap\/|teller)/,
    world: /\/src\/world\/|mutative/,
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
