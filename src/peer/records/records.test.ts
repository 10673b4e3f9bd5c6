import { Libp2pRecord } from '@libp2p/record'
import { MemoryDatastore } from 'datastore-core'
import { Key } from 'interface-datastore/key'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { describe, expect, test, vi } from 'vitest'
import { ManualClock } from '../../base/manual-clock.ts'
import type { Event } from '../../event/event.ts'
import { seededRandom } from '../../base/random.ts'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../../kad/kad-id.ts'
import { closestTo } from '../../kad/metric.ts'
import { randomPeerName } from '../../kad/test-population.ts'
import { StaleRecordError } from '../errors.ts'
import { contentKey, InvalidKeyError } from '../../kad/record-key.ts'
import { validateRecord, ValueTooLargeError, WrongHashError } from './namespaces.ts'
import { createShelf, type Shelf } from './shelf.ts'
import { decodeValue, encodeValue } from './value.ts'

const own = 'own' as PeerName
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('a record', () => {
  test('is valid under the hash of its value', () => {
    const value = bytes('hello')
    return expect(validateRecord(contentKey(value), value, 100)).resolves.toBeUndefined()
  })

  test('is refused under another hash', () => {
    const key = contentKey(bytes('hello'))
    return expect(validateRecord(key, bytes('Hello'), 100)).rejects.toThrow(WrongHashError)
  })

  test('is refused when it is too large, and taken at the limit', async () => {
    const tooLarge = validateRecord('/u/x', new Uint8Array(101), 100)
    await expect(tooLarge).rejects.toThrow(ValueTooLargeError)
    await validateRecord('/u/x', new Uint8Array(100), 100)
  })

  test.each(['', 'x', '/x', '/zz/y', '/c/abc', '/u/'])('is refused under the key %j', (key) => {
    return expect(validateRecord(key, bytes('x'), 100)).rejects.toThrow(InvalidKeyError)
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
      lifeMs: () => 10_000,
      clock,
      tell: (event) => told.push(event),
    })
  }

  /** A copy comes in from another peer, as kad-dht writes it. */
  async function arrive(kept: Shelf, text: string, publishedAt: number): Promise<void> {
    const done = kept.receiving(key, {
      from: 'sender' as PeerName,
      value: bytes(text),
      publishedAt,
    })
    const path = new Key(`/dht/record/${toString(fromString(key), 'base32')}`, false)
    const record = new Libp2pRecord(fromString(key), bytes(text), new Date(0))
    await kept.datastore.put(path, record.serialize().subarray())
    done()
  }

  test('keeps what is stored, by whom and until when', async () => {
    const told: Event[] = []
    const clock = new ManualClock(1_000)
    const kept = shelf(clock, told)
    await arrive(kept, 'abc', 1_000)
    const stored = { key, bytes: 3, storedBy: 'sender', expiresAt: 11_000 }
    // SHA-256 of "abc", FIPS 180-2.
    expect(told).toEqual([{ kind: 'record.stored', ...stored, hash: 'ba7816bf' }])
    expect(kept.entries()).toMatchObject([
      { ...stored, storedAt: 1_000, publishedAt: 1_000, served: 0, deleted: false },
    ])
    kept.stop()
  })

  test('lets a record go when its time has come, and says so', async () => {
    const told: Event[] = []
    const clock = new ManualClock()
    const kept = shelf(clock, told)
    await kept.store(key, bytes('abc'), clock.now())
    clock.advance(9_000)
    expect(kept.entry(key)).toBeDefined()
    clock.advance(2_000)
    expect(kept.entry(key)).toBeUndefined()
    expect(told.at(-1)).toEqual({ kind: 'record.expired', key })
    kept.stop()
  })

  test('republishing a copy gives it no new life', async () => {
    const clock = new ManualClock(1_000)
    const kept = shelf(clock, [])
    await arrive(kept, 'abc', 1_000)
    clock.advance(8_000)
    await arrive(kept, 'abc', 1_000)
    expect(kept.entry(key)).toMatchObject({ publishedAt: 1_000, expiresAt: 11_000 })
    kept.stop()
  })

  test('of two values the later published one stays, in whatever order they come', async () => {
    const clock = new ManualClock(5_000)
    const kept = shelf(clock, [])
    await arrive(kept, 'new', 4_000)
    await expect(arrive(kept, 'old', 3_000)).rejects.toThrow(StaleRecordError)
    expect(await kept.value(key)).toEqual(bytes('new'))
    await arrive(kept, 'newest', 4_500)
    expect(await kept.value(key)).toEqual(bytes('newest'))
    kept.stop()
  })

  test('a copy from the future is taken as of now', async () => {
    const clock = new ManualClock(5_000)
    const kept = shelf(clock, [])
    await arrive(kept, 'x', 999_999)
    expect(kept.entry(key)?.publishedAt).toBe(5_000)
    kept.stop()
  })

  test('holds nothing that could not be written, and still has what it had', async () => {
    const told: Event[] = []
    const datastore = new MemoryDatastore()
    const kept = createShelf({
      ...{ datastore, prefix: '/dht', own, lifeMs: () => 10_000, clock: new ManualClock(10) },
      tell: (event) => told.push(event),
    })
    await kept.store(key, bytes('one'), 0)
    vi.spyOn(datastore, 'put').mockImplementation(() => {
      throw new Error('the disk is full')
    })
    const other = '/u/other' as RecordKey
    await expect(kept.store(key, bytes('two'), 1)).rejects.toThrow('the disk is full')
    await expect(kept.store(other, bytes('x'), 0)).rejects.toThrow('the disk is full')
    expect(kept.entries()).toMatchObject([{ key, bytes: 3, publishedAt: 0 }])
    expect(await kept.value(key)).toEqual(bytes('one'))
    expect(kept.counts.stored).toBe(1)
    expect(told).toHaveLength(1)
    kept.stop()
  })

  test('is bounded: what lies farthest from the own id goes first, and is told', async () => {
    const told: Event[] = []
    const own = randomPeerName(seededRandom(1))
    const kept = createShelf({
      datastore: new MemoryDatastore(),
      prefix: '/dht',
      own,
      lifeMs: () => 10_000,
      clock: new ManualClock(),
      tell: (event) => told.push(event),
      limits: { entries: 5, bytes: 1_000 },
    })
    const keys = Array.from({ length: 12 }, (_, index) => `/u/${index}` as RecordKey)
    const outcomes = await Promise.allSettled(keys.map((each) => kept.store(each, bytes('x'), 0)))
    const refused = outcomes.filter(({ status }) => status === 'rejected')
    const nearest = closestTo(kadIdOfPeer(own), keys, 5, kadIdOfKey)
    expect(
      kept
        .entries()
        .map((entry) => entry.key)
        .sort(),
    ).toEqual([...nearest].sort())
    const dropped = told.filter(({ kind }) => kind === 'record.deleted')
    expect(dropped.length + refused.length).toBe(7)
    expect(refused.length).toBeGreaterThan(0)
    // Who hears what is told knows what is held.
    const held = new Set<string>()
    for (const event of told) {
      if (event.kind === 'record.stored') held.add(event.key)
      if (event.kind === 'record.deleted') held.delete(event.key)
    }
    expect([...held].sort()).toEqual([...nearest].sort())
    kept.stop()
  })
})
