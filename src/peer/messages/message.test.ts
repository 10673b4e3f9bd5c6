// Facts about messages on the wire: they are kad-dht's own, byte for byte.

import { createRequire } from 'node:module'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { TYPES, type Message } from './message.ts'
import { readMessage } from './read-message.ts'
import { writeMessage } from './write-message.ts'

/** kad-dht's own codec, which its package does not export. */
const kadDht = createRequire(import.meta.url).resolve('@libp2p/kad-dht')
const { Message: theirs } = (await import(new URL('message/dht.js', `file://${kadDht}`).href)) as {
  Message: { encode(message: object): Uint8Array; decode(bytes: Uint8Array): Message }
}

const bytes = fc.uint8Array({ maxLength: 300 })
const id = fc.uint8Array({ minLength: 1, maxLength: 300 })
const named = fc.record({ id, multiaddrs: fc.array(bytes, { maxLength: 3 }) })
const list = fc.array(named, { maxLength: 4 })
const optional = fc.option(bytes, { nil: undefined })
const messages: fc.Arbitrary<Message> = fc.record({
  type: fc.constantFrom(...TYPES),
  clusterLevel: fc.option(fc.nat(2 ** 31 - 1), { nil: undefined }),
  key: optional,
  record: optional,
  closer: list,
  providers: list,
})

/** Without what is undefined. */
function plain(message: Message): unknown {
  return JSON.parse(
    JSON.stringify(message, (_, value: unknown) =>
      value instanceof Uint8Array ? [...value] : value,
    ),
  )
}

test('what is written is what kad-dht writes', () => {
  fc.assert(
    fc.property(messages, (message) => {
      expect([...writeMessage(message)]).toEqual([...theirs.encode(message)])
    }),
  )
})

test('what kad-dht writes is read as kad-dht reads it, fields left out that nobody knows', () => {
  fc.assert(
    fc.property(messages, (message) => {
      const written = theirs.encode(message)
      // Field 15, of bytes, and field 14, a number.
      const more = Uint8Array.of(...written, 0x7a, 2, 7, 7, 0x70, 0x96, 1)
      expect(plain(readMessage(more))).toEqual(plain(theirs.decode(written)))
    }),
  )
})

test('a message that says nothing is of the first type', () => {
  expect(readMessage(new Uint8Array())).toMatchObject({ type: 'PUT_VALUE', closer: [] })
  expect(writeMessage({ type: 'PUT_VALUE' })).toHaveLength(0)
})

test('what is no message is refused, whatever it is', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (anything) => {
      try {
        readMessage(anything)
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
    }),
  )
  expect(() => readMessage(Uint8Array.of(0x08, 77))).toThrow('type of DHT message is unknown: 77')
  expect(() => readMessage(Uint8Array.of(0x12, 5, 1))).toThrow('cut off')
  expect(() => readMessage(Uint8Array.of(0x42, 2, 0x12, 0))).toThrow('has no id')
})
