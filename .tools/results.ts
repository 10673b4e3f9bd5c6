// Counts what passed and failed from the files that Vitest and Playwright write.

import { readFileSync } from 'node:fs'
import * as v from 'valibot'

/** Numbers of checks or tests. */
export interface Count {
  passed: number
  failed: number
}

const vitestReport = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  testResults: v.array(v.object({ status: v.string(), assertionResults: v.array(v.unknown()) })),
})

const playwrightReport = v.object({
  stats: v.object({ expected: v.number(), unexpected: v.number(), flaky: v.number() }),
  errors: v.array(v.unknown()),
})

/** What Vitest reported; a file that could not even be loaded counts as one failure. */
export function countVitest(report: unknown): Count {
  const { numPassedTests, numFailedTests, testResults } = v.parse(vitestReport, report)
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return { passed: numPassedTests, failed: numFailedTests + broken.length }
}

/** What Playwright reported; errors outside tests count as failures. */
export function countPlaywright(report: unknown): Count {
  const { stats, errors } = v.parse(playwrightReport, report)
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length }
}

/**
 * Reads a report; one that is missing, or that tells of no failure although the runner failed,
 * counts as one failure.
 */
export function readCount(file: string, count: (report: unknown) => Count, ok: boolean): Count {
  let read: Count
  try {
    read = count(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return { passed: 0, failed: 1 }
  }
  return !ok && read.failed === 0 ? { ...read, failed: 1 } : read
}

/** All counts together. */
export function sum(counts: readonly Count[]): Count {
  return counts.reduce((all, one) => ({
    passed: all.passed + one.passed,
    failed: all.failed + one.failed,
  }))
}
