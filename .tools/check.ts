// `npm run check`: everything but the browser tests, two things at once.

import { runAll } from './steps.ts'

/** The scripts that make up the check, the slowest first. */
export const CHECKS = ['lint', 'types', 'components', 'unit', 'layers', 'format', 'dead'] as const

/** Runs all checks; the exit code is 1 when one failed. */
export async function main(): Promise<number> {
  const failed = (await runAll(CHECKS, 2)).filter(({ ok }) => !ok)
  if (failed.length > 0) console.error(`Failed: ${failed.map(({ name }) => name).join(', ')}`)
  return failed.length > 0 ? 1 : 0
}
