// Facts about the heap.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Heap } from './heap.ts'

it('gives items back in order, whatever the order they came in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const heap = new Heap<number>((a, b) => a < b)
      for (const number of numbers) heap.push(number)
      const sorted = numbers.toSorted((a, b) => a - b)
      expect(heap.peek()).toBe(sorted[0])
      expect(numbers.map(() => heap.pop())).toEqual(sorted)
      expect(heap.pop()).toBeUndefined()
    }),
  )
})

it('keeps its order when items are filtered out', () => {
  const heap = new Heap<number>((a, b) => a < b)
  for (const number of [5, 2, 9, 4, 7, 1]) heap.push(number)
  heap.filter((number) => number % 2 === 1)
  expect(heap.size).toBe(4)
  expect([heap.pop(), heap.pop(), heap.pop(), heap.pop()]).toEqual([1, 5, 7, 9])
})
