// Quantiles.

import { expect, test } from 'vitest'
import { median, quantile } from './statistics.ts'

test('the quantile is one of the values, by nearest rank', () => {
  const values = [40, 10, 30, 20]
  expect(quantile(values, 0.5)).toBe(20)
  expect(quantile(values, 0.99)).toBe(40)
  expect(quantile(values, 0)).toBe(10)
})

test('of nothing there is none', () => {
  expect(median([])).toBeNaN()
})
