// Facts about what a link does again: the same shares, through the real parser and the real chooser.

import { expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { readScenario } from '../../src/lab/scenario-address.ts'
import { parseScenario } from '../../src/lab/scenario.ts'
import { population } from '../../src/kad/test-population.ts'
import { linkTo, scenarioWith, stepOf, type Deed } from './deeds.ts'

const names = population(1_000, 'deeds')

test('a step hits as many peers as the deed did, at every size', () => {
  for (const peers of [8, 64, 333, 1_000]) {
    for (const hit of [1, 3, Math.floor(peers / 3), peers - 1]) {
      const step = stepOf({ do: 'crash', peers: names.slice(0, hit) }, peers, 10)
      if (step.do !== 'crash') throw new Error('another step')
      // As `choose` counts: of all but the bootstrap.
      expect(Math.round(step.share * (peers - 1))).toBe(hit)
    }
  }
})

test('a link leads to the same scenario, with what was done', () => {
  const scenario = parseScenario({ peers: 32, seed: 'x', steps: [{ atMs: 5, do: 'heal' }] })
  const hit = seededRandom(1).shuffle(names).slice(0, 4)
  const deeds: Deed[] = [
    { do: 'add', count: 100 },
    { do: 'partition', peers: hit },
    { do: 'latency', peers: hit, ms: 50 },
    { do: 'loss', peers: hit, amount: 0.1 },
    { do: 'block', peers: hit },
    { do: 'block-bootstrap' },
    { do: 'slow-wires', between: hit, ms: 50 },
    { do: 'lossy-wires', between: hit.slice(0, 2), amount: 0.1 },
    { do: 'cut-wires', between: hit.slice(0, 3) },
    { do: 'heal' },
  ]
  const steps = deeds.map((deed, index) => stepOf(deed, 32, index * 1_000 + 0.4))
  const shared = scenarioWith(scenario, steps, { sessionMs: 30_000, crashShare: 0.5 })
  const link = linkTo(shared, 'http://x/kadscope/?lab=32#a', 'network,lab')
  expect(readScenario(new URL(link).searchParams)).toEqual(shared)
  expect(shared.steps).toEqual([...scenario.steps, ...steps])
  expect(steps.flatMap((step) => ('count' in step ? [step.count] : []))).toEqual([100, 6, 1, 3])
  expect(link.endsWith('&view=network,lab')).toBe(true)
})

test('what is too much or too late for a scenario still makes one', () => {
  const late = stepOf({ do: 'heal' }, 8, 1e9)
  const many = Array.from({ length: 300 }, () => late)
  const scenario = scenarioWith(parseScenario({ churn: { sessionMs: 5_000 } }), many, undefined)
  expect(scenario.steps).toHaveLength(200)
  expect(scenario.churn).toBeUndefined()
})
