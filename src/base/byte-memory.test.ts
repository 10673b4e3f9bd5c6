// Facts about the memory of bytes: never the value of other bytes, and bounded.

import { expect, test } from 'vitest'
import { ByteMemory } from './byte-memory.ts'

test('it knows the value of the same bytes, whatever becomes of those it was told with', () => {
  const memory = new ByteMemory<string>()
  const told = Uint8Array.of(1, 2, 3)
  memory.set(told, 'a')
  told[0] = 9
  expect(memory.get(Uint8Array.of(1, 2, 3))).toBe('a')
  expect(memory.get(told)).toBeUndefined()
})

test('bytes that end alike are told apart', () => {
  const memory = new ByteMemory<string>()
  memory.set(Uint8Array.of(1, 0, 0, 0, 0, 0, 7), 'a')
  expect(memory.get(Uint8Array.of(2, 0, 0, 0, 0, 0, 7))).toBeUndefined()
  memory.set(Uint8Array.of(2, 0, 0, 0, 0, 0, 7), 'b')
  expect(memory.get(Uint8Array.of(2, 0, 0, 0, 0, 0, 7))).toBe('b')
  expect(memory.get(Uint8Array.of(0, 7))).toBeUndefined()
})

test('bytes are known where they lie in others', () => {
  const memory = new ByteMemory<string>()
  memory.set(Uint8Array.of(1, 2, 3), 'a')
  const message = Uint8Array.of(9, 1, 2, 3, 4)
  expect(memory.get(message, 1, 4)).toBe('a')
  expect([memory.get(message, 1, 5), memory.get(message, 0, 4), memory.get(message)]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test('long bytes are not kept, and not more than there is room for', () => {
  const memory = new ByteMemory<number>()
  memory.set(new Uint8Array(257), 1)
  expect(memory.get(new Uint8Array(257))).toBeUndefined()
  const bytesOf = (index: number): Uint8Array => Uint8Array.of(index >> 8, index & 255, 1)
  for (let index = 0; index <= 8192; index += 1) memory.set(bytesOf(index), index)
  expect(memory.get(bytesOf(0))).toBeUndefined()
  expect(memory.get(bytesOf(8192))).toBe(8192)
})

test('a memory may be for fewer', () => {
  const memory = new ByteMemory<string>(2)
  memory.set(Uint8Array.of(1), 'a')
  memory.set(Uint8Array.of(2), 'b')
  expect([memory.get(Uint8Array.of(1)), memory.get(Uint8Array.of(2))]).toEqual(['a', 'b'])
  memory.set(Uint8Array.of(3), 'c')
  expect([memory.get(Uint8Array.of(1)), memory.get(Uint8Array.of(3))]).toEqual([undefined, 'c'])
})
