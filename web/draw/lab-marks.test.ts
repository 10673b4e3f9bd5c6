// Facts about the marks: they are where the hit peers are.

import { expect, test } from 'vitest'
import type { PeerName } from '../../src/kad/kad-id.ts'
import { TestRoom } from '../../src/world/test-room.ts'
import { sidesOf } from './lab-cut.ts'
import { labMarks, type LabMarks } from './lab-marks.ts'
import type { NetworkFrame } from './network-frame.ts'
import { networkScene, type NetworkScene } from './network-scene.ts'

const FRAME: NetworkFrame = {
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

function marked(room: TestRoom): { scene: NetworkScene; marks: LabMarks } {
  const scene = networkScene(room.world, FRAME)
  return { scene, marks: labMarks(scene, room.world) }
}

test('slow, lossy and blocked peers have a sign where they stand', () => {
  const room = roomOf(8)
  for (const type of ['latency', 'loss', 'block'] as const) {
    room.tell(0, { kind: 'fault.set', fault: type, type, peers: [room.name(3)], amount: 1 })
  }
  const { scene, marks } = marked(room)
  const peer = scene.peers.find(({ peerId }) => peerId === room.name(3))
  expect(marks.signs.map(({ type }) => type)).toEqual(['latency', 'loss', 'block'])
  for (const { x, y } of marks.signs) expect({ x, y }).toEqual({ x: peer?.x, y: peer?.y })
})

test('who crashed leaves a cross on the ring, until it is cleared', () => {
  const room = roomOf(8)
  const crashed = [room.name(2), room.name(5)]
  room.tell(0, { kind: 'fault.set', fault: 'c', type: 'crash', peers: crashed })
  const { scene, marks } = marked(room)
  expect(scene.peers).toHaveLength(6)
  expect(marks.signs).toHaveLength(2)
  for (const { x, y } of marks.signs) expect(Math.hypot(x, y)).toBeCloseTo(scene.radius)
  room.tell(0, { kind: 'fault.cleared', fault: 'c' })
  expect(marked(room).marks.signs).toEqual([])
})

test('the line of a cut parts exactly the two sides', () => {
  const room = roomOf(40)
  const before = networkScene(room.world, FRAME)
  const cut = { from: { x: -100, y: -40 }, to: { x: 120, y: 30 } }
  const sides = sidesOf(cut, before.peers)
  if (sides === undefined) throw new Error('the stroke parts nobody')
  const fault = { fault: 'p', type: 'partition' as const, peers: [...sides.fewer] }
  room.tell(0, { kind: 'fault.set', ...fault })
  const { marks } = marked(room)
  const [line] = marks.cuts
  if (line === undefined) throw new Error('no line is drawn')
  expect(new Set(sidesOf(line, before.peers)?.fewer)).toEqual(new Set(sides.fewer))
})

test('sides that lie mixed on the ring have no line', () => {
  const room = roomOf(12)
  const round = [...networkScene(room.world, FRAME).peers].sort((a, b) => a.turn - b.turn)
  const peers: PeerName[] = round.filter((_, index) => index % 2 === 0).map((peer) => peer.peerId)
  room.tell(0, { kind: 'fault.set', fault: 'p', type: 'partition', peers })
  expect(marked(room).marks.cuts).toEqual([])
})
