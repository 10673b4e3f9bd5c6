import { expect, test } from 'vitest'
import { stillJoins } from './still-joins.ts'

test('a Lab joins until nearly all of its peers are ready, and again when many are added', () => {
  expect(stillJoins(undefined)).toBe(true)
  expect(stillJoins({ peers: 200, ready: 100 })).toBe(true)
  expect(stillJoins({ peers: 200, ready: 200 })).toBe(false)
  expect(stillJoins({ peers: 700, ready: 200 })).toBe(true)
})

test('a few peers on their way in, as in churn, are no joining', () => {
  expect(stillJoins({ peers: 1_000, ready: 970 })).toBe(false)
})
