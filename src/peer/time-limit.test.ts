// Facts about the time that a message may take.

import { expect, test } from 'vitest'
import { ManualClock } from '../base/manual-clock.ts'
import { createTimeLimit, type TimeLimit } from './time-limit.ts'

const USUAL_MS = 1_000

/** How long the next message may take. */
async function limitOf(clock: ManualClock, limits: TimeLimit): Promise<number> {
  const signal = limits.getTimeoutSignal()
  const begunAt = clock.now()
  while (!signal.aborted) await clock.advanceAsync(10)
  limits.cleanUp(signal)
  return clock.now() - begunAt
}

async function answerAfter(ms: number, clock: ManualClock, limits: TimeLimit): Promise<void> {
  const signal = limits.getTimeoutSignal()
  await clock.advanceAsync(ms)
  limits.cleanUp(signal)
}

test('P5 where answers are quick the limit is the usual one, however many fail', async () => {
  const clock = new ManualClock()
  const limits = createTimeLimit(clock, () => USUAL_MS)
  await answerAfter(20, clock, limits)
  for (let failed = 0; failed < 3; failed += 1) {
    expect(await limitOf(clock, limits)).toBe(USUAL_MS)
  }
})

test('P5 where answers are slow it grows to four times that at most, and shrinks again', async () => {
  const clock = new ManualClock()
  const limits = createTimeLimit(clock, () => USUAL_MS)
  await answerAfter(600, clock, limits)
  expect(await limitOf(clock, limits)).toBe(1_800)
  await answerAfter(1_700, clock, limits)
  expect(await limitOf(clock, limits)).toBe(4_000)
  for (let quick = 0; quick < 20; quick += 1) await answerAfter(5, clock, limits)
  expect(await limitOf(clock, limits)).toBe(USUAL_MS)
})
