import { expect, test } from 'vitest'
import type { Envelope } from '../../src/event/envelope.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { Spans } from './spans.ts'

/** A room of five whose second peer stored a record by hand. */
function roomWithPut(): { room: ModelRoom; told: Envelope[]; startedAt: number } {
  const room = new ModelRoom(5, 4)
  for (let i = 0; i < 5; i += 1) room.join(i * 50)
  room.drain()
  const [, own] = room.peers
  if (own === undefined) throw new Error('the room is empty')
  room.put(own, '/u/a' as never, 1000, 9)
  return { room, told: room.drain(), startedAt: 1000 }
}

test('a lookup of the viewer is a span from its beginning to its end', () => {
  const { room, told, startedAt } = roomWithPut()
  const spans = new Spans()
  for (const envelope of told) spans.note(envelope, room.peers[1]?.peerId)
  const finished = told.find(({ event }) => event.kind === 'lookup.finished')
  expect(spans.all).toMatchObject([{ from: startedAt, to: finished?.at }])
})

test('lookups of others are none, unless nobody is the viewer', () => {
  const { room, told } = roomWithPut()
  const others = new Spans()
  const recording = new Spans()
  for (const envelope of told) {
    others.note(envelope, room.peers[2]?.peerId)
    recording.note(envelope, undefined)
  }
  expect(others.all).toEqual([])
  expect(recording.all).toHaveLength(1)
})

test('a span that is added by hand takes the place of the one before', () => {
  const spans = new Spans()
  spans.add({ id: 'a', from: 1, to: undefined })
  spans.add({ id: 'a', from: 1, to: 5 })
  expect(spans.all).toEqual([{ id: 'a', from: 1, to: 5 }])
})
