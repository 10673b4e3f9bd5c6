// Facts about what is said of the values that were written under one key.

import { describe, expect, test } from 'vitest'
import type { Envelope } from '../../src/event/envelope.ts'
import type { Event } from '../../src/event/event.ts'
import type { PeerName, RecordKey } from '../../src/kad/kad-id.ts'
import { population } from '../../src/kad/test-population.ts'
import { Timeline } from '../../src/world/timeline.ts'
import { WriteIndex, writesOf } from './writes.ts'

const [left, right, writer] = population(3, 'writes') as [PeerName, PeerName, PeerName]
const key = '/u/page' as RecordKey
const ONE = '11111111'
const TWO = '22222222'

let seq = 0

function told(peer: PeerName, event: Event): Envelope {
  seq += 1
  return { seq, at: seq, peer, source: 'lab', event }
}

function stored(peer: PeerName, hash: string, storedBy = writer, of = key): Envelope {
  const expiresAt = 1e6
  return told(peer, { kind: 'record.stored', key: of, bytes: 1, storedBy, expiresAt, hash })
}

describe('R11 the writes under a key', () => {
  test('are there while anybody holds them, and overwritten with their last copy', () => {
    const both = [stored(left, ONE), stored(right, TWO)]
    expect(writesOf(both)).toMatchObject([
      { hash: ONE, by: writer, overwrittenBy: undefined },
      { hash: TWO, overwrittenBy: undefined },
    ])
    expect(writesOf([...both, stored(left, TWO, right)])).toMatchObject([
      { hash: ONE, by: writer, overwrittenBy: TWO },
      { hash: TWO, by: writer, overwrittenBy: undefined },
    ])
  })

  test('are overwritten too when the last copy is let go because others hold a later value', () => {
    const letGo = told(left, { kind: 'record.deleted', key, by: left, reason: 'handed-over' })
    expect(writesOf([stored(left, ONE), stored(right, TWO), letGo])).toMatchObject([
      { hash: ONE, overwrittenBy: TWO },
      { hash: TWO, overwrittenBy: undefined },
    ])
  })

  test('are not overwritten when they only expire', () => {
    const expired = told(left, { kind: 'record.expired', key })
    expect(writesOf([stored(left, ONE), expired, stored(left, TWO)])).toMatchObject([
      { hash: ONE, overwrittenBy: undefined },
      { hash: TWO },
    ])
  })

  test('are there once more when an old copy comes back', () => {
    const all = [stored(left, ONE), stored(left, TWO), stored(left, ONE, right)]
    expect(writesOf(all)).toMatchObject([
      { hash: ONE, by: writer, overwrittenBy: undefined },
      { hash: TWO, overwrittenBy: ONE },
    ])
  })

  test('are those of the moment that is shown, and of no other key', () => {
    const timeline = new Timeline()
    timeline.append([stored(left, ONE), stored(left, TWO, writer, '/u/other' as RecordKey)])
    const index = new WriteIndex(timeline, key)
    const before = index.upTo(timeline.length)
    expect(before).toMatchObject([{ hash: ONE, overwrittenBy: undefined }])
    const there = timeline.length
    timeline.append([stored(left, TWO)])
    expect(index.upTo(timeline.length)).toMatchObject([{ overwrittenBy: TWO }, { hash: TWO }])
    expect(index.upTo(there)).toEqual(before)
    expect(index.upTo(there)).toBe(index.upTo(there))
  })
})
