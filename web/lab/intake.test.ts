// Facts about the intake: its time is by hand.

import { expect, test } from 'vitest'
import { Intake, PORTION, SLICE_MS } from './intake.ts'

/** An intake whose items cost `costMs` each, and the slices that it took them in. */
function intakeOf(costMs: number): { intake: Intake<number>; slices: number[][]; ms: number[] } {
  let now = 0
  const slices: number[][] = [[]]
  const ms: number[] = [0]
  const intake = new Intake<number>({
    now: () => now,
    take(items) {
      now += items.length * costMs
      slices.at(-1)?.push(...items)
      ms.push((ms.pop() ?? 0) + items.length * costMs)
    },
    later(run) {
      slices.push([])
      ms.push(0)
      queueMicrotask(run)
    },
  })
  return { intake, slices, ms }
}

const thousand = Array.from({ length: 1_000 }, (_, index) => index)

test('everything is taken once and in order, over several batches', async () => {
  const { intake, slices } = intakeOf(0.1)
  const first = intake.hand(thousand)
  await Promise.all([first, intake.hand([1_000, 1_001])])
  expect(slices.flat()).toEqual([...thousand, 1_000, 1_001])
})

test('no slice takes much longer than it may, whether items are dear or cheap', async () => {
  for (const costMs of [0.01, 0.1, 0.4]) {
    const { intake, ms } = intakeOf(costMs)
    await intake.hand(thousand)
    // The first portion is of a size that nothing is known of yet.
    expect(Math.max(...ms.slice(1), 0)).toBeLessThan(SLICE_MS * 2)
  }
})

test('what is cheap is taken at once', async () => {
  const { intake, slices } = intakeOf(0.001)
  await intake.hand(thousand)
  expect(slices).toHaveLength(1)
})

test('dear items among light ones come in small portions', async () => {
  const portions: number[][] = []
  const intake = new Intake<number>({
    now: () => 0,
    weigh: (item) => item,
    take: (items) => portions.push([...items]),
  })
  const items = [...Array.from({ length: 300 }, () => 1), 50, 50, 50, 500, 1]
  await intake.hand(items)
  expect(portions.flat()).toEqual(items)
  for (const portion of portions) {
    const weight = portion.reduce((sum, item) => sum + item, 0)
    expect(weight <= PORTION.most || portion.length === 1).toBe(true)
  }
})

test('who cannot take it is told, and the next batch comes all the same', async () => {
  const taken: number[] = []
  const intake = new Intake<number>({
    take(items) {
      if (items.includes(13)) throw new Error('no thirteen')
      taken.push(...items)
    },
  })
  await expect(intake.hand([13])).rejects.toThrow('no thirteen')
  await intake.hand([14]).catch(() => undefined)
  expect(taken).toEqual([14])
})
