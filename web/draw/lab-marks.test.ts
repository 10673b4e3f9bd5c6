// Facts about the marks: they are where the hit peers are.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PeerName } from '../../src/kad/kad-id.ts'
import { TestRoom } from '../../src/world/test-room.ts'
import { sidesOf, type Sides } from './lab-cut.ts'
import { separator } from './lab-cuts.ts'
import { labMarks, type LabMarks } from './lab-marks.ts'
import type { NetworkFrame, NetworkLayout } from './network-frame.ts'
import { networkScene, type NetworkScene } from './network-scene.ts'
import type { Point } from './ring.ts'

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

function frameOf(layout: NetworkLayout, room: TestRoom): NetworkFrame {
  const forced = [...room.world.peers.keys()].map(
    (peer, index) => [peer, { x: (index % 5) * 90, y: Math.floor(index / 5) * 70 }] as const,
  )
  return { ...FRAME, arrangement: { layout, opened: new Set(), forced: new Map(forced) } }
}

function marked(
  room: TestRoom,
  layout: NetworkLayout = 'ring',
): { scene: NetworkScene; marks: LabMarks } {
  const scene = networkScene(room.world, frameOf(layout, room))
  return { scene, marks: labMarks(scene, room.world) }
}

/** Both sides, in an order that does not tell which of two of the same size is called the fewer. */
function namesOf(sides: Sides | undefined): string[] {
  return [sides?.fewer ?? [], sides?.others ?? []].map((side) => [...side].sort().join(' ')).sort()
}

const LAYOUTS: readonly NetworkLayout[] = ['ring', 'force', 'map']

test.each(LAYOUTS)('slow, lossy and blocked peers have a sign where they stand: %s', (layout) => {
  const room = roomOf(8)
  for (const type of ['latency', 'loss', 'block'] as const) {
    room.tell(0, { kind: 'fault.set', fault: type, type, peers: [room.name(3)], amount: 1 })
  }
  const { scene, marks } = marked(room, layout)
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

test('sides that lie mixed on the ring have no line: who is cut off has a sign', () => {
  const room = roomOf(12)
  const round = [...networkScene(room.world, FRAME).peers].sort((a, b) => a.turn - b.turn)
  const peers: PeerName[] = round.filter((_, index) => index % 2 === 0).map((peer) => peer.peerId)
  room.tell(0, { kind: 'fault.set', fault: 'p', type: 'partition', peers })
  const { marks } = marked(room)
  expect(marks.cuts).toEqual([])
  expect(marks.signs.flatMap((sign) => sign.peers).sort()).toEqual([...peers].sort())
})

test('on the map a cross is exactly where the peer stood', () => {
  const room = roomOf(30)
  const before = marked(room, 'map').scene
  const crashed = [4, 9, 17].map((index) => room.name(index))
  room.tell(0, { kind: 'fault.set', fault: 'c', type: 'crash', peers: crashed })
  const { marks } = marked(room, 'map')
  const stood = before.peers
    .filter(({ peerId }) => crashed.includes(peerId))
    .map(({ peerId, x, y }) => ({ peers: [peerId], x, y }))
  expect(marks.signs.map(({ peers, x, y }) => ({ peers, x, y })).sort(byPeer)).toEqual(
    stood.sort(byPeer),
  )
})

function byPeer(
  one: { readonly peers: readonly PeerName[] },
  other: { readonly peers: readonly PeerName[] },
): number {
  return one.peers.join() < other.peers.join() ? -1 : 1
}

test('by wires, who crashed stands aside, inside the picture and each for itself', () => {
  const room = roomOf(40)
  const crashed = Array.from({ length: 30 }, (_, index) => room.name(index + 1))
  room.tell(0, { kind: 'fault.set', fault: 'c', type: 'crash', peers: crashed })
  const { scene, marks } = marked(room, 'force')
  const { x: left, y: top, width, height } = scene.room
  expect(marks.signs.flatMap(({ peers }) => peers).sort()).toEqual([...crashed].sort())
  for (const [index, { x, y, reach }] of marks.signs.entries()) {
    expect(x - reach).toBeGreaterThanOrEqual(left)
    expect(x + reach).toBeLessThanOrEqual(left + width)
    expect(y - reach).toBeGreaterThanOrEqual(top)
    expect(y + reach).toBeLessThanOrEqual(top + height)
    for (const other of marks.signs.slice(index + 1)) {
      expect(Math.hypot(other.x - x, other.y - y)).toBeGreaterThan(2 * reach)
    }
  }
})

test.each(['map', 'force'] as const)(
  'a stroke across the picture is drawn as it cuts: %s',
  (layout) => {
    const room = roomOf(40)
    const { scene } = marked(room, layout)
    for (const turn of [0, 0.4, 1.1, 2, 2.7]) {
      const reach = { x: Math.cos(turn) * 400, y: Math.sin(turn) * 400 }
      const sides = sidesOf({ from: { x: -reach.x, y: -reach.y }, to: reach }, scene.everyone)
      if (sides === undefined) throw new Error('the stroke parts nobody')
      const fault = { fault: `p${turn.toString()}`, type: 'partition' as const }
      room.tell(0, { kind: 'fault.set', ...fault, peers: [...sides.fewer] })
      const [line] = marked(room, layout).marks.cuts
      if (line === undefined) throw new Error('no line is drawn')
      expect(namesOf(sidesOf(line, scene.everyone))).toEqual(namesOf(sides))
      room.tell(0, { kind: 'fault.cleared', fault: fault.fault })
    }
  },
)

test('a group has one sign for all of its peers that are hit', () => {
  const room = roomOf(200)
  const { scene } = marked(room)
  const [group] = scene.closed
  if (group === undefined) throw new Error('there is no group')
  const hit = group.group.members.map(({ peerId }) => peerId)
  room.tell(0, { kind: 'fault.set', fault: 'l', type: 'latency', peers: hit, amount: 50 })
  const { marks } = marked(room)
  expect(marks.signs).toHaveLength(1)
  expect([...(marks.signs[0]?.peers ?? [])].sort()).toEqual([...hit].sort())
  const [sign] = marks.signs
  if (sign === undefined) throw new Error('there is no sign')
  // Between the group and the middle of the ring: its name is outside.
  expect(Math.hypot(sign.x, sign.y)).toBeLessThan(Math.hypot(group.x, group.y) - group.radius)

  room.tell(0, { kind: 'fault.set', fault: 'm', type: 'loss', peers: hit, amount: 0.5 })
  const [one, other] = marked(room).marks.signs
  if (one === undefined || other === undefined) throw new Error('a sign is missing')
  expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(one.reach + other.reach)
})

test('points are parted by a line exactly when their hulls are apart', () => {
  const point = fc.record({
    x: fc.integer({ min: 0, max: 60 }),
    y: fc.integer({ min: 0, max: 60 }),
  })
  const some = fc.array(point, { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(some, some, fc.integer({ min: -70, max: 70 }), (one, other, shift) => {
      const far = other.map(({ x, y }) => ({ x: x + shift, y: y + shift / 2 }))
      const line = separator(one, far)
      if (line === undefined) {
        expect(Math.abs(shift)).toBeLessThanOrEqual(60)
        return
      }
      const side = ({ x, y }: Point): number =>
        Math.sign(
          (line.to.x - line.from.x) * (y - line.from.y) -
            (line.to.y - line.from.y) * (x - line.from.x),
        )
      expect(new Set(one.map(side)).size).toBe(1)
      expect(new Set(far.map(side)).size).toBe(1)
      expect(side(one[0] ?? line.from)).toBe(-side(far[0] ?? line.from))
    }),
  )
})

test('hulls that touch are not parted, however their places are rounded', () => {
  const one = [
    { x: 8, y: 6 },
    { x: 7, y: 0 },
  ]
  const through = [
    { x: 11, y: 22.5 },
    { x: 7, y: 0.5 },
  ]
  expect(separator(one, through)).toBeUndefined()
})

test.each(LAYOUTS)('attackers and those they name have signs of their own: %s', (layout) => {
  const room = roomOf(6)
  const scene = networkScene(room.world, frameOf(layout, room))
  const attackers = { attackers: [room.name(1)], accomplices: [room.name(2), 'gone' as PeerName] }
  const { signs } = labMarks(scene, room.world, attackers)
  expect(signs.map(({ type, peers }) => [type, ...peers])).toEqual([
    ['attack', room.name(1)],
    ['accomplice', room.name(2)],
  ])
})

test('the triangle of a group touches neither the group nor its number', () => {
  const room = roomOf(220)
  const scene = networkScene(room.world, FRAME)
  expect(scene.closed.length).toBeGreaterThan(0)
  const { signs } = labMarks(scene, room.world, { attackers: room.names, accomplices: [] })
  for (const group of scene.closed) {
    const [member] = group.group.members
    const sign = signs.find(({ peers }) => peers.some((peer) => peer === member?.peerId))
    if (sign === undefined) throw new Error('a group has no sign')
    // Its farthest corner, from its middle.
    const corner = (sign.reach / 7.5) * Math.hypot(9, 6.5)
    expect(Math.hypot(sign.x - group.x, sign.y - group.y) + 0.01).toBeGreaterThan(
      group.radius + corner,
    )
  }
})
