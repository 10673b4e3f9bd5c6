// Facts about the time that a message may take.

import { expect, test } from 'vitest'
import { ManualClock } from '../base/manual-clock.ts'
import { population } from '../kad/test-population.ts'
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

test('P5 where all answers are late it grows with the quickest of three that a ping proved alive', async () => {
  const clock = new ManualClock()
  const limits = createTimeLimit(clock, () => USUAL_MS)
  const pings = [900, 700, 3_000]
  for (const [index, peer] of population(pings.length, 'late').entries()) {
    expect(await limitOf(clock, limits)).toBe(USUAL_MS)
    limits.wasLate(peer, pings[index] ?? 0)
  }
  expect(await limitOf(clock, limits)).toBe(2_100)
})

test('P5 one late peer, or three with an answer in time between them, change nothing', async () => {
  const clock = new ManualClock()
  const limits = createTimeLimit(clock, () => USUAL_MS)
  const [first, second, third] = population(3, 'late')
  if (first === undefined || second === undefined || third === undefined) throw new Error('no peer')
  for (let again = 0; again < 5; again += 1) limits.wasLate(first, 4_000)
  limits.wasLate(second, 4_000)
  await answerAfter(5, clock, limits)
  limits.wasLate(third, 4_000)
  expect(await limitOf(clock, limits)).toBe(USUAL_MS)
})

test('P5 who is silent but answers pings at once makes nobody wait longer', async () => {
  const clock = new ManualClock()
  const limits = createTimeLimit(clock, () => USUAL_MS)
  for (const peer of population(10, 'silent')) limits.wasLate(peer, 20)
  expect(await limitOf(clock, limits)).toBe(USUAL_MS)
})
