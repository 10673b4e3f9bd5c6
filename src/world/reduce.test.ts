// Facts about the fold that hold for all events.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Envelope } from '../event/envelope.ts'
import { anyEnvelope, orderlyEnvelopes } from '../event/test-arbitraries.ts'
import { emptyWorld } from './empty-world.ts'
import { fold, reduce } from './reduce.ts'
import { livePeers } from './selectors.ts'
import { TestRoom } from './test-room.ts'
import type { World } from './world.ts'

const anyEnvelopes = fc.oneof(orderlyEnvelopes, fc.array(anyEnvelope, { maxLength: 60 }))

/** Freezes a World with all that is in it; its Maps and Sets refuse to be changed. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  if (value instanceof Map || value instanceof Set) {
    const refuse = (): never => {
      throw new Error('a World was changed')
    }
    Object.assign(value, { set: refuse, add: refuse, delete: refuse, clear: refuse })
    for (const item of value.values()) freeze(item)
  }
  for (const item of Object.values(value)) freeze(item)
  return Object.freeze(value)
}

/** What a picture of peers and wires is made of. */
function wiringOf(world: World): unknown {
  return livePeers(world).map(({ peerId, mode, agent, reservations, connections }) => ({
    peerId,
    mode,
    agent,
    reservations,
    connections,
  }))
}

describe('W1 the fold', () => {
  it('never fails, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(fc.array(anyEnvelope, { maxLength: 200 }), (envelopes) => {
        const world = fold(emptyWorld(), envelopes)
        expect(world.count).toBeLessThanOrEqual(envelopes.length)
      }),
    )
  })

  it('of a batch is the same as one by one', () => {
    fc.assert(
      fc.property(anyEnvelopes, (envelopes) => {
        expect(fold(emptyWorld(), envelopes)).toEqual(envelopes.reduce(reduce, emptyWorld()))
      }),
    )
  })

  it('counts every change of who is there and how they are wired', () => {
    fc.assert(
      fc.property(anyEnvelopes, (envelopes) => {
        let before = emptyWorld()
        for (const envelope of envelopes) {
          const after = reduce(before, envelope)
          if (after.wiring === before.wiring) expect(wiringOf(after)).toEqual(wiringOf(before))
          before = after
        }
      }),
    )
  })

  it('leaves the World it began with, and the envelopes, as they were', () => {
    fc.assert(
      fc.property(anyEnvelopes, anyEnvelopes, (before, after) => {
        const start = freeze(fold(emptyWorld(), freeze(before)))
        fold(start, freeze(after))
        freeze(after).reduce<World>((world, envelope) => freeze(reduce(world, envelope)), start)
      }),
    )
  })

  it('shares with the World before what has not changed', () => {
    const room = new TestRoom()
    for (const index of [0, 1, 2]) room.start(index)
    const before = room.world
    const [, second] = before.peers.values()
    room.tell(0, { kind: 'contact.added', contact: room.name(2) })
    expect(room.peer(1)).toBe(second)
    expect(room.world.records).toBe(before.records)
    expect(room.world.lookups).toBe(before.lookups)
    expect(fold(room.world, [])).toBe(room.world)
  })
})

describe('W2 an envelope that was heard already', () => {
  it('changes nothing', () => {
    fc.assert(
      fc.property(orderlyEnvelopes, fc.nat(), (envelopes, place) => {
        const world = fold(emptyWorld(), envelopes)
        const again: Envelope | undefined = envelopes[place % Math.max(1, envelopes.length)]
        if (again !== undefined) expect(reduce(world, again)).toBe(world)
      }),
    )
  })
})

describe('W6 wires and holdings', () => {
  it('are counted and listed the same from both sides', () => {
    fc.assert(
      fc.property(anyEnvelopes, (envelopes) => {
        const world = fold(emptyWorld(), envelopes)
        const ends = [...world.peers.values()]
          .filter(({ standing }) => standing === 'speaking')
          .flatMap(({ connections }) => [...connections.values()])
        for (const peer of world.peers.values()) {
          expect(peer.wires).toBe(ends.filter(({ remote }) => remote === peer.peerId).length)
          const led = peer.standing !== 'stopped' && peer.wires > 0
          expect(peer.live).toBe(peer.standing === 'speaking' || led)
          const held = [...world.records.values()].filter(({ holders }) => holders.has(peer.peerId))
          expect(new Set(held.map(({ key }) => key))).toEqual(peer.holds)
        }
        const finished = [...world.lookups.values()].filter(
          ({ finishedAt }) => finishedAt !== undefined,
        )
        expect(world.lookupsFinished).toBe(finished.length)
      }),
    )
  })
})
