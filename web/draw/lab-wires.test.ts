// Facts about faults of single wires in the picture: the mark is on the wire, whatever the layout.

import { expect, test } from 'vitest'
import { TestRoom } from '../../src/world/test-room.ts'
import { labMarks } from './lab-marks.ts'
import { wireCount } from './lab-wires.ts'
import { faultSentence } from './lab-words.ts'
import { networkScene } from './network-scene.ts'

const FRAME = {
  width: 800,
  height: 600,
  text: 12,
  own: undefined,
  selected: [],
  targets: [],
  knows: false,
}

function roomOf(count: number): TestRoom {
  const room = new TestRoom(count)
  for (let index = 0; index < count; index += 1) room.start(index)
  return room
}

test.each(['latency', 'loss', 'block'] as const)(
  '%s between two peers is marked midway',
  (type) => {
    const room = roomOf(6)
    const peers = [room.name(1), room.name(4)]
    room.tell(0, { kind: 'fault.set', fault: 'w', type, peers, amount: 1, between: true })
    const scene = networkScene(room.world, FRAME)
    const marks = labMarks(scene, room.world)
    const [a, b] = peers.map((name) => scene.peers.find(({ peerId }) => peerId === name))
    if (a === undefined || b === undefined) throw new Error('not in the picture')
    expect(marks.signs).toHaveLength(1)
    expect(marks.signs[0]).toMatchObject({ type, x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })
    expect(new Set(marks.signs[0]?.peers)).toEqual(new Set(peers))
    const ends = marks.cuts.flatMap(({ from, to }) => [from, to])
    expect(ends).toHaveLength(2)
    expect(ends).toEqual(expect.arrayContaining([a, b].map(({ x, y }) => ({ x, y }))))
  },
)

test('of more than two peers every wire between them is marked, and is counted in words', () => {
  const room = roomOf(6)
  const peers = [0, 2, 3, 5].map((index) => room.name(index))
  room.tell(0, { kind: 'fault.set', fault: 'w', type: 'block', peers, between: true })
  const marks = labMarks(networkScene(room.world, FRAME), room.world)
  expect(marks.signs).toHaveLength(wireCount(4))
  expect(wireCount(4)).toBe(6)
  const [fault] = room.world.faults.values()
  expect(fault === undefined ? '' : faultSentence(fault)).toMatch(/^6 wires cut/)
})

test('a wire to a peer that has gone is not marked', () => {
  const room = roomOf(4)
  const peers = [room.name(1), room.name(2)]
  room.tell(0, { kind: 'fault.set', fault: 'w', type: 'latency', peers, amount: 9, between: true })
  room.stop(2)
  const marks = labMarks(networkScene(room.world, FRAME), room.world)
  expect(marks).toEqual({ signs: [], cuts: [] })
})
