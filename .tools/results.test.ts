// Counting what the test runners reported.

import { expect, test } from 'vitest'
import { countPlaywright, countVitest, readCount, sum } from './results.ts'

const file = (status: string, tests: number): object => ({
  status,
  assertionResults: Array.from({ length: tests }, () => ({})),
})

test('tests of Vitest are counted as it counts them', () => {
  const report = { numPassedTests: 5, numFailedTests: 2, testResults: [file('failed', 7)] }
  expect(countVitest(report)).toEqual({ passed: 5, failed: 2 })
})

test('a file that Vitest could not load is a failure', () => {
  const report = { numPassedTests: 5, numFailedTests: 0, testResults: [file('failed', 0)] }
  expect(countVitest(report)).toEqual({ passed: 5, failed: 1 })
})

test('a flaky browser test and an error outside the tests are failures', () => {
  const report = { stats: { expected: 3, unexpected: 1, flaky: 1 }, errors: [{}] }
  expect(countPlaywright(report)).toEqual({ passed: 3, failed: 3 })
})

test('a missing report is a failure', () => {
  expect(readCount('no/such/file.json', countVitest, true)).toEqual({ passed: 0, failed: 1 })
})

test('counts add up', () => {
  expect(
    sum([
      { passed: 1, failed: 2 },
      { passed: 3, failed: 4 },
    ]),
  ).toEqual({ passed: 4, failed: 6 })
})
