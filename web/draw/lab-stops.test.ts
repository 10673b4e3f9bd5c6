// Facts about the dials' stops.

import { expect, test } from 'vitest'
import { parseScenario } from '../../src/lab/scenario.ts'
import { RATES } from '../../src/lab/scaled-clock.ts'
import {
  CHURN_STOPS,
  churnStop,
  LATENCY_STOPS,
  LOSS_STOPS,
  RATE_STOPS,
  stopAt,
} from './lab-stops.ts'

test('each value stands at its own stop, and others at the one below', () => {
  for (const stops of [RATE_STOPS, LATENCY_STOPS, LOSS_STOPS]) {
    for (const [index, { value }] of stops.entries()) {
      expect(stopAt(stops, value)).toBe(index)
      expect(stopAt(stops, value * 1.01)).toBe(index)
    }
  }
})

test('each churn stands at its own stop', () => {
  for (const [index, { value }] of CHURN_STOPS.entries()) expect(churnStop(value)).toBe(index)
  expect(churnStop({ sessionMs: 1_000, crashShare: 1 })).toBe(CHURN_STOPS.length - 1)
  expect(churnStop({ sessionMs: 3_600_000, crashShare: 1 })).toBe(1)
})

test('the Lab takes every stop', () => {
  expect(RATE_STOPS[0]?.value).toBe(RATES.least)
  expect(RATE_STOPS.at(-1)?.value).toBe(RATES.most)
  for (const { value } of CHURN_STOPS) {
    expect(parseScenario({ churn: value }).churn).toEqual(value)
  }
  const steps = [
    ...LATENCY_STOPS.slice(1).map(({ value: ms }) => ({ atMs: 0, do: 'latency', share: 1, ms })),
    ...LOSS_STOPS.map(({ value: amount }) => ({ atMs: 0, do: 'loss', share: 1, amount })),
  ]
  expect(parseScenario({ steps }).steps).toEqual(steps)
})
