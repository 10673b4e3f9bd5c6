import { expect, test } from 'vitest'
import { gatherWrites } from './gather.ts'
import { nextTurn } from './next-turn.ts'

test('what is written in one go is sent as one piece, in order', async () => {
  const sent: number[][] = []
  const gather = gatherWrites((bytes) => sent.push([...bytes]))
  const buffer = new Uint8Array([1])
  gather.write(buffer)
  buffer[0] = 9
  gather.write(new Uint8Array([2, 3]))
  expect(sent).toEqual([])
  expect(gather.waiting).toBe(3)
  await nextTurn()
  expect(sent).toEqual([[1, 2, 3]])
  expect(gather.waiting).toBe(0)
  gather.write(new Uint8Array([4]))
  await nextTurn()
  expect(sent).toEqual([[1, 2, 3], [4]])
})

test('a flush sends at once, and nothing twice', async () => {
  const sent: number[][] = []
  const gather = gatherWrites((bytes) => sent.push([...bytes]))
  gather.write(new Uint8Array([1]))
  gather.flush()
  expect(sent).toEqual([[1]])
  await nextTurn()
  expect(sent).toEqual([[1]])
})
