// Facts about waiting for wires, by hand-moved time.

import { expect, test } from 'vitest'
import { ManualClock } from '../base/manual-clock.ts'
import { createDialPatience } from './dial-patience.ts'

const never = new Promise<string>(() => undefined)

/** How long a dial that never ends is waited for, in milliseconds; at most a minute. */
async function waited(clock: ManualClock, wait: Promise<string>): Promise<number> {
  const begunAt = clock.now()
  let endedAt: number | undefined
  wait.catch(() => (endedAt = clock.now()))
  for (let step = 0; step < 1_200 && endedAt === undefined; step += 1) await clock.advanceAsync(50)
  return (endedAt ?? clock.now()) - begunAt
}

test('N10 where wires come up quickly one that does not costs a second', async () => {
  const clock = new ManualClock()
  const waits = createDialPatience(clock, () => 1)
  waits.came(30)
  const wait = waits.wait(never, clock.now())
  expect(await waited(clock, wait)).toBe(1_000)
  await expect(wait).rejects.toMatchObject({ name: 'TimeoutError' })
})

test('N10 where wires are slow one is waited for three times as long, four seconds at most', async () => {
  const clock = new ManualClock()
  const waits = createDialPatience(clock, () => 1)
  waits.came(600)
  expect(await waited(clock, waits.wait(never, clock.now()))).toBe(1_800)
  waits.came(3_000)
  expect(await waited(clock, waits.wait(never, clock.now()))).toBe(4_000)
})

test('N10 on a machine that runs late a wire is waited for longer, and longer than an answer', async () => {
  const clock = new ManualClock()
  const waits = createDialPatience(clock, () => 1.5)
  waits.came(30)
  expect(await waited(clock, waits.wait(never, clock.now()))).toBe(2_500)
})

test('N10 before the first wire has come up one waits, and from then on no longer than is due', async () => {
  const clock = new ManualClock()
  const waits = createDialPatience(clock, () => 1)
  const wait = waits.wait(never, clock.now())
  expect(await waited(clock, wait)).toBe(60_000)
  waits.came(50)
  await expect(wait).rejects.toMatchObject({ name: 'TimeoutError' })
})

test('N10 the time runs from the beginning of the dial, whoever asks later', async () => {
  const clock = new ManualClock()
  const waits = createDialPatience(clock, () => 1)
  waits.came(30)
  const begunAt = clock.now()
  await clock.advanceAsync(700)
  expect(await waited(clock, waits.wait(never, begunAt))).toBe(300)
})

test('N10 a wire that comes up, or a dial that fails, ends the wait and leaves no timer', async () => {
  const clock = new ManualClock()
  const waits = createDialPatience(clock, () => 2)
  waits.came(30)
  expect(await waits.wait(Promise.resolve('wire'), clock.now())).toBe('wire')
  await expect(waits.wait(Promise.reject(new Error('gone')), clock.now())).rejects.toThrow('gone')
  expect(clock.pending).toBe(0)
})
