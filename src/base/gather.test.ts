import { expect, test } from 'vitest'
import { gatherWrites } from './gather.ts'
import { nextTurn } from './next-turn.ts'

test('what is written within a turn is sent as one piece, in order', async () => {
  const sent: number[][] = []
  const gather = gatherWrites((bytes) => sent.push([...bytes]))
  const buffer = new Uint8Array([1])
  gather.write(buffer)
  buffer[0] = 9
  gather.write(new Uint8Array([2, 3]))
  await Promise.resolve()
  gather.write(new Uint8Array([4]))
  expect(sent).toEqual([])
  expect(gather.waiting).toBe(4)
  await nextTurn()
  await nextTurn()
  expect(sent).toEqual([[1, 2, 3, 4]])
  expect(gather.waiting).toBe(0)
  gather.write(new Uint8Array([5]))
  await nextTurn()
  await nextTurn()
  expect(sent).toEqual([[1, 2, 3, 4], [5]])
})

test('a flush sends at once, and nothing twice', async () => {
  const sent: number[][] = []
  const gather = gatherWrites((bytes) => sent.push([...bytes]))
  gather.write(new Uint8Array([1]))
  gather.flush()
  expect(sent).toEqual([[1]])
  await nextTurn()
  await nextTurn()
  expect(sent).toEqual([[1]])
})
