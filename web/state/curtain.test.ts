import { expect, test } from 'vitest'
import type { PeerName } from '../../src/kad/kad-id.ts'
import { emptyWorld } from '../../src/world/empty-world.ts'
import { fold } from '../../src/world/reduce.ts'
import type { Peer } from '../../src/world/world.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { Curtain } from './curtain.svelte.ts'

/** The own peer of a model room, which is in and has some wires. */
function ownPeer(): Peer {
  const room = new ModelRoom(7, 4)
  room.join(0)
  const own = room.join(100)
  const peer = fold(emptyWorld(), room.drain()).peers.get(own.peerId)
  if (peer === undefined) throw new Error('the room is empty')
  return peer
}

/** The same with wires to so many peers. */
function meeting(peer: Peer, count: number): Peer {
  const [wire] = peer.connections.values()
  if (wire === undefined) throw new Error('the peer has no wire')
  const remotes = Array.from({ length: count }, (_, index) => `${wire.remote}${index}` as PeerName)
  return { ...peer, connections: new Map(remotes.map((remote) => [remote, { ...wire, remote }])) }
}

test('the views come up when the peer is in and has met nobody for a share of the time that took', () => {
  const curtain = new Curtain(0)
  const own = ownPeer()
  const climbing: Peer = { ...own, stage: 'dial', stages: [] }
  const upAt = (now: number, peer: Peer | undefined): boolean => {
    curtain.look({ now, arriving: true, peer })
    return curtain.up
  }
  expect(upAt(50, undefined)).toBe(false)
  expect(upAt(600, meeting(climbing, 1))).toBe(false)
  // In at 700, so it must have met nobody for 280 ms.
  expect(upAt(700, meeting(own, 1))).toBe(false)
  expect(upAt(800, meeting(own, 2))).toBe(false)
  expect(upAt(1_079, meeting(own, 2))).toBe(false)
  expect(upAt(1_080, meeting(own, 2))).toBe(true)
})

test('a peer that goes on meeting others keeps them down, but not for ever', () => {
  const curtain = new Curtain(0)
  const peer = ownPeer()
  for (let now = 700; now < 12_000; now += 100) {
    curtain.look({ now, arriving: true, peer: meeting(peer, now / 100) })
    expect(curtain.up).toBe(false)
  }
  curtain.look({ now: 12_000, arriving: true, peer })
  expect(curtain.up).toBe(true)
})

test('what is no room, or cannot be joined yet, is shown at once, and stays', () => {
  const curtain = new Curtain(0)
  curtain.look({ now: 1, arriving: false, peer: undefined })
  expect(curtain.up).toBe(true)
  curtain.look({ now: 2, arriving: true, peer: undefined })
  expect(curtain.up).toBe(true)
})
