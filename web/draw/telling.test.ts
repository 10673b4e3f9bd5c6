import { expect, test } from 'vitest'
import type { RecordKey } from '../../src/kad/kad-id.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { tellableOf } from './telling.ts'

const room = new ModelRoom(3, 4)
for (let i = 0; i < 5; i += 1) room.join(i * 100)
const joining = room.drain()
const [, one, other] = room.peers
if (one === undefined || other === undefined) throw new Error('the room is empty')
room.put(one, '/u/a' as RecordKey, 1000, 9)
const putting = room.drain()

test('nothing is told when nothing happened', () => {
  expect(tellableOf([], undefined)).toBeUndefined()
})

test('a record is told before the messages that brought it', () => {
  expect(tellableOf(putting, undefined)?.event.kind).toMatch(/^(record|lookup)\./)
})

test('what the viewer’s own peer did is told before what others did', () => {
  for (const peer of [one, other]) {
    expect(tellableOf(joining, peer.peerId)?.peer).toBe(peer.peerId)
  }
})
