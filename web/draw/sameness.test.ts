// Facts about what need not be drawn anew.

import { expect, test } from 'vitest'
import { TestRoom } from '../../src/world/test-room.ts'
import { sameCrowd, sameKeys, sameList } from './sameness.ts'
import { bucketRows, keepRows } from './tables.ts'

function roomOf(count: number): TestRoom {
  const room = new TestRoom(count)
  for (let index = 0; index < count; index += 1) room.start(index)
  return room
}

test('wires, messages and tables are no other crowd', () => {
  const room = roomOf(6)
  const before = room.world
  const wire = { connection: 'w', remote: room.name(2), path: 'virtual', direction: 'out' } as const
  room.tell(1, { kind: 'connection.opened', ...wire })
  room.tell(1, { kind: 'contact.added', contact: room.name(3) })
  expect(room.world).not.toBe(before)
  expect(sameCrowd(before, room.world)).toBe(true)
})

test('who comes, goes or changes its mode makes another crowd', () => {
  const room = roomOf(6)
  let before = room.world
  const changed = (): boolean => {
    const same = sameCrowd(before, room.world)
    before = room.world
    return !same
  }
  room.tell(2, { kind: 'peer.mode.changed', mode: 'client' })
  expect(changed()).toBe(true)
  room.tell(3, { kind: 'peer.stopped', reason: 'left' })
  expect(changed()).toBe(true)
  room.start(3)
  expect(changed()).toBe(true)
  expect(changed()).toBe(false)
})

test('lists and maps are compared by what they hold', () => {
  expect(sameList([1, 2], [1, 2])).toBe(true)
  expect(sameList([1, 2], [2, 1])).toBe(false)
  expect(sameKeys(new Map([['a', 1]]), new Map([['a', 2]]))).toBe(true)
  expect(sameKeys(new Map([['a', 1]]), new Map([['b', 1]]))).toBe(false)
  expect(sameKeys(undefined, new Map())).toBe(false)
  expect(sameKeys(undefined, undefined)).toBe(true)
})

test('of a table, only the rows that changed are new', () => {
  const room = roomOf(24)
  for (let index = 1; index < 24; index += 1) {
    room.tell(0, { kind: 'contact.added', contact: room.name(index) })
  }
  const owner = (): Parameters<typeof bucketRows>[1] => {
    const peer = room.world.peers.get(room.name(0))
    if (peer === undefined) throw new Error('the owner is not there')
    return peer
  }
  const before = bucketRows(room.world, owner(), 'textbook')
  room.tell(0, { kind: 'contact.removed', contact: room.name(7), reason: 'left' })
  const fresh = bucketRows(room.world, owner(), 'textbook')
  const kept = keepRows(before, fresh)
  expect(kept).toEqual(fresh)
  const changed = kept.filter((row) => !before.includes(row))
  expect(changed).toHaveLength(1)
  expect(kept.length).toBeGreaterThan(2)
})
