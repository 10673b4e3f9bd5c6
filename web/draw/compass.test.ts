import { beforeAll, describe, expect, it } from 'vitest'
import { kadIdOfKey, type RecordKey } from '../../src/kad/kad-id.ts'
import { commonPrefixLength } from '../../src/kad/metric.ts'
import { emptyWorld } from '../../src/world/empty-world.ts'
import { fold } from '../../src/world/reduce.ts'
import type { World } from '../../src/world/world.ts'
import { nearestOf } from '../fixtures/model-peer.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { compassOf } from './compass.ts'
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
