import { MemoryDatastore } from 'datastore-core'
import { describe, expect, test } from 'vitest'
import { ManualClock } from '../../base/manual-clock.ts'
import type { Event } from '../../event/event.ts'
import type { PeerName, RecordKey } from '../../kad/kad-id.ts'
import { contentKey, InvalidKeyError } from '../../kad/record-key.ts'
import { validateRecord, ValueTooLargeError, WrongHashError } from './namespaces.ts'
import { createShelf, type Shelf } from './shelf.ts'
import { decodeValue, encodeValue } from './value.ts'

const own = 'own' as PeerName
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('a record', () => {
  test('is valid under the hash of its value', () => {
    const value = bytes('hello')
    expect(() => {
      validateRecord(contentKey(value), value, 100)
    }).not.toThrow()
  })

  test('is refused under another hash', () => {
    expect(() => {
      validateRecord(contentKey(bytes('hello')), bytes('Hello'), 100)
    }).toThrow(WrongHashError)
  })

  test('is refused when it is too large, and taken at the limit', () => {
    expect(() => {
      validateRecord('/u/x', new Uint8Array(101), 100)
    }).toThrow(ValueTooLargeError)
    expect(() => {
      validateRecord('/u/x', new Uint8Array(100), 100)
    }).not.toThrow()
  })

  test.each(['', 'x', '/x', '/zz/y', '/c/abc', '/u/'])('is refused under the key %j', (key) => {
    expect(() => {
      validateRecord(key, bytes('x'), 100)
    }).toThrow(InvalidKeyError)
  })
})

describe('a value', () => {
  test.each([[{ a: [1, 2] }], [[1]], ['text'], ['42'], ['{broken'], [new Uint8Array([255, 0])]])(
    '%j comes back as it was',
    (value) => {
      expect(decodeValue(encodeValue(value))).toEqual(value)
    },
  )
})

describe('the shelf', () => {
  const key = '/u/x' as RecordKey

  function shelf(clock: ManualClock, told: Event[]): Shelf {
    return createShelf({
      datastore: new MemoryDatastore(),
      prefix: '/dht',
      own,
      expireMs: 10_000,
      clock,
      tell: (event) => told.push(event),
    })
  }

  test('keeps what is stored, by whom and until when', async () => {
    const told: Event[] = []
    const clock = new ManualClock(1_000)
    const kept = shelf(clock, told)
    const done = kept.receiving(key, 'sender' as PeerName)
    await kept.store(key, bytes('abc'))
    done()
    const stored = { key, bytes: 3, storedBy: 'sender', expiresAt: 11_000 }
    expect(told).toEqual([{ kind: 'record.stored', ...stored }])
    expect(kept.entries()).toEqual([{ ...stored, storedAt: 1_000, served: 0 }])
    kept.stop()
  })

  test('lets a record go when its time has come, and says so', async () => {
    const told: Event[] = []
    const clock = new ManualClock()
    const kept = shelf(clock, told)
    await kept.store(key, bytes('abc'))
    clock.advance(9_000)
    expect(kept.has(key)).toBe(true)
    clock.advance(2_000)
    expect(kept.has(key)).toBe(false)
    expect(told.at(-1)).toEqual({ kind: 'record.expired', key })
    kept.stop()
  })
})
