import { expect, test } from 'vitest'
import { watchLateness } from './lateness.ts'
import { ManualClock } from './manual-clock.ts'
import type { Clock } from './clock.ts'

/** A clock whose timers come `late` milliseconds after their time. */
function lateClock(manual: ManualClock, late: () => number): Clock {
  return { now: () => manual.now(), after: (ms, run) => manual.after(ms + late(), run) }
}

test('an idle machine has the usual patience', () => {
  const clock = new ManualClock()
  const lateness = watchLateness(clock)
  clock.advance(10_000)
  expect(lateness.patience()).toBe(1)
  lateness.stop()
  expect(clock.pending).toBe(0)
})

test('a late machine has more, but not without end, and calms down again', () => {
  const manual = new ManualClock()
  let late = 150
  const lateness = watchLateness(lateClock(manual, () => late))
  manual.advance(1_000)
  expect(lateness.patience()).toBeCloseTo(2.5)
  late = 60_000
  manual.advance(200_000)
  expect(lateness.patience()).toBe(5)
  late = 0
  manual.advance(100_000)
  expect(lateness.patience()).toBeLessThan(1.1)
})
