import { describe, expect, it } from 'vitest'
import { huePosition } from '../../src/kad/nickname.ts'
import { emptyWorld } from '../../src/world/empty-world.ts'
import { fold } from '../../src/world/reduce.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { overlap } from './label-boxes.ts'
import type { NetworkFrame } from './network-frame.ts'
import { ringRadius } from './network-places.ts'
import { networkScene } from './network-scene.ts'
import { MOST_WIRES } from './network-wires.ts'

const FRAME: NetworkFrame = {
  width: 950,
  height: 760,
  text: 12,
  own: undefined,
  selected: [],
  targets: [],
  knows: false,
}

function roomOf(count: number): ModelRoom {
  const room = new ModelRoom(9, 4)
  for (let i = 0; i < count; i += 1) room.join(i * 30)
  return room
}

describe.each([2, 8, 64, 200])('the network of %d peers', (count) => {
  const room = roomOf(count)
  const world = fold(emptyWorld(), room.drain())
  const own = room.peers[1]?.peerId
  const scene = networkScene(world, { ...FRAME, own, knows: true })

  it('has every peer once, at the angle of its id, on the ring or just outside', () => {
    expect(new Set(scene.everyone.map((peer) => peer.peerId))).toEqual(
      new Set(room.peers.map((peer) => peer.peerId)),
    )
    for (const peer of scene.peers) {
      const turn = (Math.atan2(peer.x, -peer.y) / (2 * Math.PI) + 1) % 1
      const kadId = world.peers.get(peer.peerId)?.kadId
      expect(turn).toBeCloseTo(kadId === undefined ? -1 : huePosition(kadId), 5)
      expect(Math.hypot(peer.x, peer.y)).toBeGreaterThanOrEqual(scene.radius - 1e-6)
    }
  })

  it('draws all wires, or when these are too many those of groups and of the peer in focus', () => {
    expect(scene.wires.length).toBeLessThanOrEqual(MOST_WIRES)
    if (scene.wiresInAll <= MOST_WIRES) expect(scene.wires).toHaveLength(scene.wiresInAll)
    if (scene.groups.length > 0 || scene.wiresInAll <= MOST_WIRES) return
    expect(scene.wires.every(({ a, b }) => a === own || b === own)).toBe(true)
  })

  it('writes the own name, and no two names over each other', () => {
    expect(scene.labels.some((label) => label.id === own)).toBe(true)
    for (const [index, label] of scene.labels.entries()) {
      for (const other of scene.labels.slice(index + 1)) {
        expect(overlap(label.box, other.box)).toBe(false)
      }
    }
  })

  it('draws an arc for exactly the contacts of the tables that it shows', () => {
    for (const arc of scene.knows) {
      expect(world.peers.get(arc.from)?.contacts.has(arc.to)).toBe(true)
    }
    const mine = own === undefined ? undefined : world.peers.get(own)
    expect(scene.knows.filter((arc) => arc.from === own)).toHaveLength(mine?.contacts.size ?? -1)
  })
})

describe('the ring', () => {
  it('fits into a phone, a laptop and a projector', () => {
    for (const [width, height, text] of [
      [390, 600, 12],
      [950, 760, 12],
      [1270, 960, 14],
    ] as const) {
      const radius = ringRadius({ ...FRAME, width, height, text })
      expect(radius * 2).toBeLessThan(Math.min(width, height))
      expect(radius * 2).toBeGreaterThan(Math.min(width, height) * 0.6)
    }
  })
})
