import { beforeAll, describe, expect, it } from 'vitest'
import { kadIdOfKey, type RecordKey } from '../../src/kad/kad-id.ts'
import { commonPrefixLength } from '../../src/kad/metric.ts'
import { emptyWorld } from '../../src/world/empty-world.ts'
import { fold } from '../../src/world/reduce.ts'
import type { World } from '../../src/world/world.ts'
import { nearestOf } from '../fixtures/model-peer.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { compassOf } from './compass.ts'
import { compassLabels } from './compass-labels.ts'
import { distanceLine } from './distance-line.ts'
import type { Viewpoint } from './space.ts'

const SIZE = { radius: 300, text: 12, scale: 'whole' } as const

describe('the space as seen from a peer', () => {
  const room = new ModelRoom(11, 4)
  let world: World
  let viewpoint: Viewpoint

  beforeAll(() => {
    for (let i = 0; i < 30; i += 1) room.join(i * 50)
    world = fold(emptyWorld(), room.drain())
    const peer = [...world.peers.values()][3]
    if (peer === undefined) throw new Error('the World is empty')
    viewpoint = { kadId: peer.kadId, peerId: peer.peerId, contacts: peer.contacts }
  })

  it('has each peer once, outside the ring', () => {
    const compass = compassOf(world, viewpoint, SIZE)
    expect(compass.peers).toHaveLength(30)
    for (const { x, y } of compass.peers) expect(Math.hypot(x, y)).toBeGreaterThan(300)
  })

  it('counts on each arc the peers that share exactly its bits', () => {
    for (const arc of compassOf(world, viewpoint, SIZE).arcs) {
      const truth = room.peers.filter(
        (peer) => commonPrefixLength(peer.kadId, viewpoint.kadId) === arc.half.sharedBits,
      )
      expect(arc.half.peers).toHaveLength(truth.length)
      expect(arc.half.contacts.length).toBeLessThanOrEqual(4)
    }
  })

  it('has every contact of the table on one arc', () => {
    const drawn = compassOf(world, viewpoint, SIZE).contacts.map((contact) => contact.peer)
    expect(new Set(drawn)).toEqual(new Set(viewpoint.contacts?.keys()))
    expect(drawn).toHaveLength(viewpoint.contacts?.size ?? -1)
  })

  it('brackets exactly the k closest to a key', () => {
    const key = kadIdOfKey('/u/motd' as RecordKey)
    const line = distanceLine(world, key, 4, { width: 600, scale: 'whole' })
    const bracketed = line.peers.filter((peer) => peer.closest).map((peer) => peer.peer)
    expect(bracketed).toEqual(nearestOf(room.peers, key, 4).map((peer) => peer.peerId))
    for (const peer of line.peers) expect(peer.at <= line.reach).toBe(peer.closest)
  })
})

describe('names beside the compass', () => {
  /** Whose names are written among so many peers, and the peers that may have one in a crowd. */
  function named(count: number): { names: Set<string>; chosen: Set<string>; must: string[] } {
    const crowd = new ModelRoom(5, 4)
    for (let i = 0; i < count; i += 1) crowd.join(i * 50)
    const world = fold(emptyWorld(), crowd.drain())
    const [peer, ...others] = [...world.peers.values()]
    if (peer === undefined) throw new Error('the World is empty')
    const { kadId, peerId, contacts } = peer
    const closest = new Set(nearestOf(crowd.peers, kadId, 4).map((near) => near.peerId))
    const must = [peerId, ...others.slice(-2).map((other) => other.peerId)]
    const room = { width: 1000, height: 800, text: 12, rim: [], marked: must, closest }
    const labels = compassLabels(world, compassOf(world, { kadId, peerId, contacts }, SIZE), room)
    return {
      names: new Set(labels.map(({ id }) => id)),
      chosen: new Set([...must, ...closest, ...contacts.keys()]),
      must,
    }
  }

  it('are those of the marked peers in a room and in a crowd', () => {
    for (const count of [30, 200]) {
      const { names, must } = named(count)
      for (const peer of must) expect(names).toContain(peer)
    }
  })

  it('are of anybody where they fit in a room, in a crowd of contacts and the k closest only', () => {
    const room = named(30)
    expect([...room.names].some((peer) => !room.chosen.has(peer))).toBe(true)
    const crowd = named(200)
    expect([...crowd.names].every((peer) => crowd.chosen.has(peer))).toBe(true)
  })
})
