// Facts about the heartbeat: time goes by hand.

import { expect, test } from 'vitest'
import { ManualClock } from '../../src/base/manual-clock.ts'
import { Heartbeat, SILENT_LOOKS } from './heartbeat.ts'

function watched(): { clock: ManualClock; heart: Heartbeat; silences: () => number } {
  const clock = new ManualClock()
  let silences = 0
  const heart = new Heartbeat(clock, () => (silences += 1))
  return { clock, heart, silences: () => silences }
}

test('silence is told once, and only after something was heard', () => {
  const { clock, heart, silences } = watched()
  clock.advance(60_000)
  expect(silences()).toBe(0)
  heart.beat()
  clock.advance((SILENT_LOOKS - 1) * 1_000)
  expect(silences()).toBe(0)
  clock.advance(60_000)
  expect(silences()).toBe(1)
})

test('who speaks now and then is not silent', () => {
  const { clock, heart, silences } = watched()
  for (let round = 0; round < 10; round += 1) {
    heart.beat()
    clock.advance((SILENT_LOOKS - 1) * 1_000)
  }
  expect(silences()).toBe(0)
})

test('a stopped one tells nothing', () => {
  const { clock, heart, silences } = watched()
  heart.beat()
  heart.stop()
  clock.advance(60_000)
  heart.beat()
  clock.advance(60_000)
  expect(silences()).toBe(0)
})
