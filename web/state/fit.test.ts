import { expect, test } from 'vitest'
import { Fit } from './fit.ts'

test('it halves when one took too long, and doubles when one was quick, within its bounds', () => {
  const fit = new Fit({ least: 10, first: 40, most: 80, aimMs: 20 })
  const sizes = [21, 30, 100, 20, 10, 9, 1, 1, 0].map((ms) => {
    fit.took(ms)
    return fit.size
  })
  expect(fit.size).toBe(80)
  expect(sizes).toEqual([20, 10, 10, 10, 10, 20, 40, 80, 80])
})
