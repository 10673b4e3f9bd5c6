import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameReader } from './frame-reader.ts'

function framed(message: Uint8Array): number[] {
  const prefix: number[] = []
  let length = message.length
  while (length >= 0x80) {
    prefix.push((length & 0x7f) | 0x80)
    length >>>= 7
  }
  return [...prefix, length, ...message]
}

test('messages come out whole, however the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 97 }), { minLength: 1 }),
      (messages, cuts) => {
        const bytes = Uint8Array.from(messages.flatMap(framed))
        const read: Uint8Array[] = []
        const reader = new FrameReader({ onFrame: (message) => read.push(message) })
        for (let start = 0, cut = 0; start < bytes.length; cut++) {
          const end = start + (cuts[cut % cuts.length] ?? 1)
          reader.take(bytes.subarray(start, end))
          start = end
        }
        expect(read.map((message) => [...message])).toEqual(messages.map((message) => [...message]))
      },
    ),
  )
})

test('pieces of a length and its message are told as well, between others that are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.nat(4)), { maxLength: 8 }),
      (messages) => {
        const read: number[][] = []
        const reader = new FrameReader({ onFrame: (message) => read.push([...message]) })
        for (const [message, way] of messages) {
          const bytes = Uint8Array.from(framed(message))
          const cut = way === 0 ? bytes.length - message.length : way
          reader.take([bytes.subarray(0, cut), bytes.subarray(cut)])
        }
        expect(read).toEqual(messages.map(([message]) => [...message]))
      },
    ),
  )
})

test('a stream that is not framed is left alone', () => {
  const read: Uint8Array[] = []
  const reader = new FrameReader({ onFrame: (message) => read.push(message) })
  reader.take(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0x7f]))
  reader.take(new Uint8Array([1, 42]))
  expect(read).toEqual([])
})

test('a length that is no number is left alone too, and nothing is thrown', () => {
  const read: Uint8Array[] = []
  const reader = new FrameReader({ onFrame: (message) => read.push(message) })
  reader.take(new Uint8Array(12).fill(0xff))
  reader.take(new Uint8Array([1, 42]))
  expect(read).toEqual([])
})

test('a message in a piece of its own is not copied', () => {
  const message = new Uint8Array([7, 8, 9])
  const read: Uint8Array[] = []
  new FrameReader({ onFrame: (each) => read.push(each) }).take([new Uint8Array([3]), message])
  expect(read[0]).toBe(message)
})
