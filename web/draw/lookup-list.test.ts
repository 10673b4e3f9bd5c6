import { expect, test } from 'vitest'
import type { RecordKey } from '../../src/kad/kad-id.ts'
import { emptyWorld } from '../../src/world/empty-world.ts'
import { fold } from '../../src/world/reduce.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { listedLookups } from './lookup-list.ts'

const room = new ModelRoom(2, 4)
for (let i = 0; i < 6; i += 1) room.join(i * 100)
const [, own] = room.peers
if (own === undefined) throw new Error('the room is empty')
const { id } = room.put(own, '/u/a' as RecordKey, 5000, 9)
const world = fold(emptyWorld(), room.drain())

test('all lookups are listed, the newest first', () => {
  const listed = listedLookups(world, {})
  expect(listed).toHaveLength(world.lookups.size)
  expect(listed[0]?.lookup).toBe(id)
})

test('a filter lets through what is of its peer, its kind and its operation', () => {
  const of = (filter: Parameters<typeof listedLookups>[1]): string[] =>
    listedLookups(world, filter).map(({ lookup }) => lookup)
  expect(of({ by: own.peerId, background: false })).toEqual([id])
  expect(of({ operation: 'put' })).toEqual([id])
  expect(of({ background: true, operation: 'put' })).toEqual([])
  expect(of({ background: true })).toHaveLength(world.lookups.size - 1)
})
