// Facts about scenarios: what is refused and how it is said, and that addresses carry them.

import { describe, expect, test } from 'vitest'
import { parseScenario, ScenarioError } from './scenario.ts'
import { asksForLab, readScenario, writeScenario } from './scenario-address.ts'

describe('V6 a scenario', () => {
  test('has a default for everything', () => {
    expect(parseScenario({})).toMatchObject({ peers: 64, k: 4, seed: '1', join: { type: 'burst' } })
  })

  test.each([
    [{ peers: 100_000 }, '"peers" must be a whole number from 2 to 1000, but is 100000'],
    [{ peers: 2.5 }, '"peers" must be a whole number'],
    [{ peers: 'many' }, '"peers" must be a whole number'],
    [{ loss: Number.NaN }, '"loss" must be a number from 0 to 0.9, but is NaN'],
    [{ pears: 8 }, 'field "pears" is unknown. Allowed there: peers, seed'],
    [{ latency: { least: 9, most: 1 } }, '"latency" must have `least` no greater than `most`'],
    [{ steps: [{ atMs: 0, do: 'explode' }] }, 'steps.0'],
    [
      { steps: [{ atMs: 0, do: 'crash', share: 2 }] },
      '"steps.0.share" must be a number from 0 to 1',
    ],
    [{ steps: [{ atMs: 0, do: 'cut-wires', count: 0 }] }, 'from 1 to 100, but is 0'],
    [{ steps: [{ atMs: 0, do: 'slow-wires', count: 1 }] }, '"steps.0.ms"'],
    [[], 'A scenario is an object'],
    [null, 'A scenario is an object'],
  ])('%j is refused in a sentence that names the field', (data, sentence) => {
    expect(() => parseScenario(data)).toThrow(ScenarioError)
    expect(() => parseScenario(data)).toThrow(sentence)
  })
})

describe('V7 an address', () => {
  test('says the few things that people type', () => {
    const query = new URLSearchParams('lab=16&k=8&seed=x&latency=3-9&records=2')
    expect(asksForLab(query)).toBe(true)
    expect(readScenario(query)).toMatchObject({
      peers: 16,
      k: 8,
      seed: 'x',
      latency: { least: 3, most: 9 },
      records: 2,
    })
    expect(readScenario(new URLSearchParams('lab&latency=7')).latency).toEqual({
      least: 7,
      most: 7,
    })
    expect(asksForLab(new URLSearchParams('room=lab'))).toBe(false)
  })

  test.each(['lab=1', 'lab=100000', 'lab=many', 'lab=8&k=x', 'lab=8&latency=9-1', 'scenario=%%%'])(
    '%s is refused',
    (query) => {
      expect(() => readScenario(new URLSearchParams(query))).toThrow(ScenarioError)
    },
  )

  test('carries a whole scenario', () => {
    const scenario = parseScenario({
      peers: 32,
      join: { type: 'waves', size: 4, everyMs: 100 },
      churn: { sessionMs: 5_000 },
      steps: [{ atMs: 10, do: 'crash', share: 0.3 }],
    })
    const packed = writeScenario(scenario)
    expect(readScenario(new URLSearchParams({ scenario: packed }))).toEqual(scenario)
  })
})
