// Facts about a clock that runs at another rate.

import { expect, test } from 'vitest'
import { ManualClock } from '../base/manual-clock.ts'
import { ScaledClock } from './scaled-clock.ts'

test('time passes at its rate, and timers come when they are due by it', () => {
  const below = new ManualClock(1_000)
  const clock = new ScaledClock(below)
  clock.rate = 10
  const ran: number[] = []
  clock.after(500, () => ran.push(clock.now()))
  clock.after(100, () => ran.push(clock.now()))
  below.advance(10)
  expect(ran).toEqual([1_100])
  below.advance(40)
  expect(ran).toEqual([1_100, 1_500])
})

test('a new rate holds for timers that are already set', () => {
  const below = new ManualClock()
  const clock = new ScaledClock(below)
  let ran = false
  clock.after(100, () => {
    ran = true
  })
  below.advance(50)
  clock.rate = 0.1
  below.advance(499)
  expect(ran).toBe(false)
  below.advance(1)
  expect(ran).toBe(true)
  expect(clock.now()).toBe(100)
})

test('cancelled timers don’t run, and rates out of range are refused', () => {
  const below = new ManualClock()
  const clock = new ScaledClock(below)
  clock.after(10, () => expect.unreachable())()
  below.advance(20)
  for (const rate of [0, 0.01, 101, Number.NaN]) {
    expect(() => (clock.rate = rate)).toThrow(RangeError)
  }
})
