// Facts about the fold that hold for all events.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Envelope } from '../event/envelope.ts'
import { anyEnvelope, orderlyEnvelopes } from '../event/test-arbitraries.ts'
import { emptyWorld } from './empty-world.ts'
import { fold, reduce } from './reduce.ts'
import { livePeers } from './selectors.ts'
import { TestRoom } from './test-room.ts'
import { VersionMap } from './version-map.ts'
import type { World } from './world.ts'

const anyEnvelopes = fc.oneof(orderlyEnvelopes, fc.array(anyEnvelope, { maxLength: 60 }))

/** Freezes envelopes with all that is in them. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const item of Object.values(value)) freeze(item)
  return Object.freeze(value)
}

/** All that is in a World, as it is now. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof VersionMap || Array.isArray(value)) return [...value].map(plain)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
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
        const worlds: { readonly world: World; readonly was: unknown }[] = []
        const keep = (world: World): World => {
          worlds.push({ world, was: plain(world) })
          return world
        }
        const start = keep(fold(emptyWorld(), freeze(before)))
        keep(fold(start, freeze(after)))
        after.slice(0, 10).reduce((world, envelope) => keep(reduce(world, envelope)), start)
        for (const { world } of [...worlds]) fold(world, after)
        for (const { world, was } of worlds) expect(plain(world)).toEqual(was)
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
          expect(new Set(held.map(({ key }) => key))).toEqual(new Set(peer.holds.keys()))
        }
        const finished = [...world.lookups.values()].filter(
          ({ finishedAt }) => finishedAt !== undefined,
        )
        expect(world.lookupsFinished).toBe(finished.length)
      }),
    )
  })
})
