import { describe, expect, it } from 'vitest'
import { kadIdOfKey, type RecordKey } from '../../src/kad/kad-id.ts'
import { emptyWorld } from '../../src/world/empty-world.ts'
import { fold } from '../../src/world/reduce.ts'
import { nearestOf } from '../fixtures/model-peer.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { recordRows } from './record-rows.ts'
import { bucketRows } from './tables.ts'

const KEY = '/u/motd' as RecordKey

function roomWithRecord(): ModelRoom {
  const room = new ModelRoom(13, 4)
  for (let i = 0; i < 20; i += 1) room.join(i * 50)
  const by = room.peers[4]
  for (const holder of nearestOf(room.peers, kadIdOfKey(KEY), 4)) {
    if (by !== undefined) room.store(holder, KEY, 5000, { by, bytes: 30 })
  }
  return room
}

describe('who should hold a record beside who does', () => {
  it('is the same where all is well', () => {
    const room = roomWithRecord()
    const [row] = recordRows(fold(emptyWorld(), room.drain()), 4)
    expect(row?.state).toBe('whole')
    expect(row?.table.rows.map((one) => one.peer.peerId)).toEqual(
      nearestOf(room.peers, kadIdOfKey(KEY), 4).map((peer) => peer.peerId),
    )
    expect(row?.table.rows.map((one) => one.rank)).toEqual([1, 2, 3, 4])
  })

  it('differs by a copy that is missing and one that need not be there', () => {
    const room = roomWithRecord()
    const order = nearestOf(room.peers, kadIdOfKey(KEY), 20)
    const [, second] = order
    const far = order[9]
    if (second === undefined || far === undefined) throw new Error('the room is too small')
    room.expire(second, KEY, 6000)
    room.store(far, KEY, 6001, { by: second, bytes: 30 })
    const [row] = recordRows(fold(emptyWorld(), room.drain()), 4)
    expect(row?.state).toBe('short')
    expect(row?.table.rows.map((one) => [one.rank, one.state])).toEqual([
      [1, 'held'],
      [2, 'missing'],
      [3, 'held'],
      [4, 'held'],
      [10, 'extra'],
    ])
  })

  it('says when all who had it are gone, and when nobody ever took it', () => {
    const room = roomWithRecord()
    const [first, second] = room.peers
    if (first === undefined || second === undefined) throw new Error('the room is empty')
    for (const holder of room.held.get(KEY) ?? []) {
      room.tell(7000, holder, { kind: 'peer.stopped', reason: 'closed' })
    }
    const bad = '/u/bad' as RecordKey
    const reason = 'too large'
    room.tell(8000, first, { kind: 'record.rejected', key: bad, from: second.peerId, reason })
    const rows = recordRows(fold(emptyWorld(), room.drain()), 4)
    expect(rows.map((row) => [row.record.key, row.state])).toEqual([
      [bad, 'refused'],
      [KEY, 'lost'],
    ])
  })
})

describe.each(['real', 'textbook'] as const)('the %s table of a peer', (lens) => {
  const room = roomWithRecord()
  const world = fold(emptyWorld(), room.drain())

  it('has every contact in one bucket, and k slots in each', () => {
    for (const { peerId } of room.peers) {
      const peer = world.peers.get(peerId)
      if (peer === undefined) throw new Error('a peer is missing')
      const rows = bucketRows(world, peer, lens)
      const drawn = rows.flatMap((row) => row.contacts.map((contact) => contact.peerId))
      expect(new Set(drawn)).toEqual(new Set(peer.contacts.keys()))
      expect(drawn).toHaveLength(peer.contacts.size)
      for (const row of rows) expect(row.contacts.length + row.free).toBeGreaterThanOrEqual(4)
    }
  })

  it('knows of no more peers than there are', () => {
    for (const peer of world.peers.values()) {
      for (const row of bucketRows(world, peer, lens)) {
        expect(row.contacts.length).toBeLessThanOrEqual(row.inReach)
      }
    }
  })
})
