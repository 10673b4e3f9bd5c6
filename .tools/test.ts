// `npm test`: the checks, the build and the browser tests, with one line at the end for all.

import { rmSync } from 'node:fs'
import { CHECKS } from './check.ts'
import { countPlaywright, countVitest, readCount, sum, type Count } from './results.ts'
import { runAll, runStep, type Outcome } from './steps.ts'

const UNIT_REPORT = 'test-results/unit-tests.json'
const BROWSER_REPORT = 'test-results/browser-tests.json'

/** Runs everything; stops after the checks, or after the build, when something failed there. */
export async function main(): Promise<number> {
  rmSync('test-results', { recursive: true, force: true })
  const counts: Count[] = []
  const checks = await runAll(CHECKS, 2)
  for (const check of checks) counts.push(check.name === 'unit' ? unitTests(check) : asCount(check))
  if (checks.every(({ ok }) => ok)) counts.push(...(await inBrowsers()))
  const { passed, failed } = sum(counts)
  if (failed > 0) console.log('Something failed: see above. Checks that need it did not run.')
  console.log(`\n${passed} passed, ${failed} failed`)
  return failed > 0 ? 1 : 0
}

async function inBrowsers(): Promise<Count[]> {
  const counts: Count[] = []
  for (const name of ['build', 'browser']) {
    const step = await runStep(name, 'at-once')
    counts.push(asCount(step))
    if (!step.ok) return counts
  }
  const tests = await runStep('e2e', 'at-once')
  return [...counts, readCount(BROWSER_REPORT, countPlaywright, tests.ok)]
}

function unitTests({ ok }: Outcome): Count {
  return readCount(UNIT_REPORT, countVitest, ok)
}

function asCount({ ok }: Outcome): Count {
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}
