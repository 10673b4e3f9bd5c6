// Facts about gates.

import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

test('no more than its width are let through at once, and all in order', async () => {
  const gate = createGate(2)
  const order: number[] = []
  let inside = 0
  let most = 0
  await Promise.all(
    [0, 1, 2, 3, 4].map((number) =>
      gate(async () => {
        order.push(number)
        most = Math.max(most, (inside += 1))
        await Promise.resolve()
        inside -= 1
      }),
    ),
  )
  expect(order).toEqual([0, 1, 2, 3, 4])
  expect(most).toBe(2)
})

test('work that fails makes room all the same', async () => {
  const gate = createGate(1)
  await expect(gate(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(gate(() => Promise.resolve(1))).resolves.toBe(1)
})

test('a width that is no whole number from 1 is refused', () => {
  expect(() => createGate(0)).toThrow(RangeError)
  expect(() => createGate(1.5)).toThrow(RangeError)
})

test('of those that wait, the lower rank goes first', async () => {
  const gate = createGate(1)
  const order: string[] = []
  const note = (name: string) => (): Promise<void> => {
    order.push(name)
    return Promise.resolve()
  }
  await Promise.all([gate(note('a')), gate(note('late'), 1), gate(note('b')), gate(note('c'))])
  expect(order).toEqual(['a', 'b', 'c', 'late'])
})
