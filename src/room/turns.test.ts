// Facts about turns, by hand-moved time.

import { expect, test } from 'vitest'
import { ManualClock } from '../base/manual-clock.ts'
import { createTurns } from './turns.ts'

/** Handshakes that end when they are told to, and which of them have begun. */
function handshakes(): {
  begun: number[]
  work: (index: number) => () => Promise<void>
  end: (index: number) => Promise<void>
} {
  const begun: number[] = []
  const ends = new Map<number, () => void>()
  return {
    begun,
    work: (index) => () => {
      begun.push(index)
      return new Promise<void>((resolve) => ends.set(index, resolve))
    },
    async end(index) {
      ends.get(index)?.()
      await settled()
    },
  }
}

/** Lets all promises that are due be kept. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

test('N9 on an idle machine four handshakes run at once, and the next begins when one ends', async () => {
  const { upgrades } = createTurns(new ManualClock())
  const { begun, work, end } = handshakes()
  for (let index = 0; index < 6; index += 1) void upgrades(work(index), () => 1)
  await settled()
  expect(begun).toEqual([0, 1, 2, 3])
  await end(1)
  expect(begun).toEqual([0, 1, 2, 3, 4])
})

test('N9 on a busy machine one runs at a time, and rests the longer the later the machine is', async () => {
  const clock = new ManualClock()
  const { upgrades } = createTurns(clock)
  const { begun, work, end } = handshakes()
  for (let index = 0; index < 3; index += 1) void upgrades(work(index), () => 3)
  await settled()
  expect(begun).toEqual([0])
  clock.advance(500)
  await end(0)
  clock.advance(1_499)
  expect(begun).toEqual([0])
  clock.advance(1)
  await settled()
  expect(begun).toEqual([0, 1])
})

test('N9 a slow handshake is a sign of a busy machine, a quick one is not', async () => {
  const clock = new ManualClock()
  const { upgrades } = createTurns(clock)
  const { begun, work, end } = handshakes()
  for (let index = 0; index < 6; index += 1) void upgrades(work(index), () => 1)
  await settled()
  clock.advance(900)
  await end(0)
  expect(begun).toEqual([0, 1, 2, 3])
  clock.advance(900)
  await settled()
  expect(begun).toEqual([0, 1, 2, 3, 4])
  clock.advance(100)
  await end(4)
  expect(begun).toEqual([0, 1, 2, 3, 4, 5])
})

test('N9 dials beyond eight at once wait', async () => {
  const { dials } = createTurns(new ManualClock())
  const { begun, work, end } = handshakes()
  for (let index = 0; index < 10; index += 1) void dials(work(index))
  await settled()
  expect(begun).toHaveLength(8)
  await end(3)
  expect(begun).toHaveLength(9)
})
