// Measures a Lab: joining, recall, lookups, memory, and what it costs that all is told.

import { publicKeyOf } from '../relay/public-key.ts'
import { realClock } from '../src/base/clock.ts'
import type { Envelope } from '../src/event/envelope.ts'
import { Lab } from '../src/lab/lab.ts'
import { parseScenario } from '../src/lab/scenario.ts'
import { Ledger } from '../src/peer/ledger.ts'
import { measureTelling } from './lab-cost.ts'
import { cpuMs, lookupRate, type LabFigures } from './lab-figures.ts'

/** Lookups whose rate is measured. */
const LOOKUPS = 200

/** Measures a Lab of so many peers that join in a burst, k 4, without latency. */
export async function measureLab(peers: number): Promise<LabFigures> {
  let hear: (envelopes: readonly Envelope[]) => void = () => undefined
  const ledger = new Ledger((envelopes) => {
    hear(envelopes)
  })
  const cpuAt = cpuMs()
  const startedAt = performance.now()
  const lab = new Lab({
    scenario: parseScenario({ peers, seed: 'bench' }),
    clock: realClock,
    publicKeyOf,
    ledger,
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
  const lookupsPerSecond = await lookupRate(LOOKUPS, async (index) =>
    lab.peers[index % peers]?.closest(`/u/rate-${index}`),
  )
  const cost = await measureTelling(lab, ledger, (listener) => {
    hear = listener
  })
  return {
    readyMs,
    readyCpuMs,
    foundMs,
    lookupsPerSecond,
    megabytes,
    tapShare: cost.tap,
    worldShare: cost.world,
  }
}
