// What is kept of fetches that did not come to their end, and what makes room.

import { expect, test } from 'vitest'
import { Leftovers, type Leftover } from './leftovers.ts'
import { MAX_LEFTOVERS } from './limits.ts'

function leftoverOf(bytes: number): Leftover {
  return { blocks: new Map([['block', new Uint8Array(bytes)]]), origins: [] }
}

test('F10 a leftover is handed out once', () => {
  const leftovers = new Leftovers()
  const leftover = leftoverOf(10)
  leftovers.keep('a', leftover)
  expect(leftovers.take('a')).toBe(leftover)
  expect(leftovers.take('a').blocks.size).toBe(0)
})

test('F10 the oldest make room, and what is too large by itself is not kept', () => {
  const leftovers = new Leftovers(100)
  leftovers.keep('a', leftoverOf(60))
  leftovers.keep('b', leftoverOf(60))
  expect(leftovers.take('a').blocks.size).toBe(0)
  leftovers.keep('c', leftoverOf(101))
  expect(leftovers.take('c').blocks.size).toBe(0)
})

test('F10 there are never more than so many', () => {
  const leftovers = new Leftovers()
  for (let index = 0; index <= MAX_LEFTOVERS; index += 1) {
    leftovers.keep(String(index), leftoverOf(1))
  }
  expect(leftovers.take('0').blocks.size).toBe(0)
  expect(leftovers.take('1').blocks.size).toBe(1)
})
