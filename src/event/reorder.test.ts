import { expect, test } from 'vitest'
import type { PeerName } from '../kad/kad-id.ts'
import type { Envelope } from './envelope.ts'
import { ReorderBuffer } from './reorder.ts'

function at(time: number, peer: string, seq: number): Envelope {
  const event = { kind: 'record.expired', key: '/u/x' } as Envelope['event']
  return { seq, at: time, peer: peer as PeerName, source: 'room', event }
}

test('an envelope waits for earlier ones of other peers', () => {
  const buffer = new ReorderBuffer(100)
  expect(buffer.dueAt).toBe(Infinity)
  buffer.push([at(20, 'a', 1)], 20)
  expect(buffer.dueAt).toBe(120)
  expect(buffer.release(119)).toEqual([])
  buffer.push([at(10, 'b', 1)], 20)
  expect(buffer.release(120).map(({ peer }) => peer)).toEqual(['b', 'a'])
  expect(buffer.size).toBe(0)
})

test("one peer's envelopes keep their order, even when its clock went back", () => {
  const buffer = new ReorderBuffer(0)
  buffer.push([at(20, 'a', 1), at(10, 'a', 2), at(15, 'b', 1)], 0)
  const released = buffer.release(0)
  expect(released.filter(({ peer }) => peer === 'a').map(({ seq }) => seq)).toEqual([1, 2])
})
