// Facts about the limit that grows.

import { expect, test } from 'vitest'
import { createGrowingLimit } from './growing-limit.ts'

test('it is the usual one while things are quick, three times what they took, four times the usual at most', () => {
  const limit = createGrowingLimit(() => 1_000)
  expect(limit.ms()).toBe(1_000)
  limit.took(100)
  expect(limit.ms()).toBe(1_000)
  limit.took(500)
  expect(limit.ms()).toBe(1_500)
  limit.took(3_000)
  expect(limit.ms()).toBe(4_000)
})

test('what was slow is forgotten by and by, and what is known otherwise is not made less', () => {
  const limit = createGrowingLimit(() => 100)
  limit.took(100)
  limit.took(0)
  expect(limit.ms()).toBe(270)
  limit.atLeast(50)
  expect(limit.ms()).toBe(270)
  limit.atLeast(110)
  expect(limit.ms()).toBe(330)
})

test('late is a quarter of the usual, or half as long again as things took of late, and never after the limit', () => {
  const limit = createGrowingLimit(() => 1_000)
  expect(limit.lateMs()).toBe(250)
  limit.took(100)
  expect(limit.lateMs()).toBe(250)
  limit.took(400)
  expect(limit.lateMs()).toBe(600)
  limit.took(5_000)
  expect([limit.lateMs(), limit.ms()]).toEqual([4_000, 4_000])
})
