// Facts about the selectors.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Path } from '../event/schema.ts'
import { orderlyEnvelopes } from '../event/test-arbitraries.ts'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../kad/kad-id.ts'
import { compareDistance } from '../kad/metric.ts'
import { emptyWorld } from './empty-world.ts'
import { fold } from './reduce.ts'
import {
  closestLive,
  holdersOf,
  livePeers,
  pathsFrom,
  tableLeaves,
  wireBetween,
  wires,
  worldSnapshot,
} from './selectors.ts'
import { TestRoom } from './test-room.ts'

const key = '/u/motd' as RecordKey

function connect(room: TestRoom, from: number, to: number, path: Path): void {
  room.tell(from, {
    kind: 'connection.opened',
    connection: `${from}-${to}-${path}`,
    remote: room.name(to),
    path,
    direction: 'out',
  })
}

function hold(room: TestRoom, index: number): void {
  const storedBy = room.name(index)
  room.tell(index, { kind: 'record.stored', key, bytes: 1, storedBy, expiresAt: 9e9 })
}

/** Numbers of the room's peers, nearest to the key first. */
function byDistance(room: TestRoom): number[] {
  const target = kadIdOfKey(key)
  return room.names
    .map((name, index) => ({ index, id: kadIdOfPeer(name) }))
    .sort((a, b) => compareDistance(target, a.id, b.id))
    .map(({ index }) => index)
}

describe('wires', () => {
  it('are one a pair, by the best path, whoever told of it', () => {
    const room = new TestRoom()
    connect(room, 0, 1, 'relayed')
    connect(room, 1, 0, 'relayed')
    connect(room, 1, 0, 'webrtc')
    connect(room, 2, 0, 'virtual')
    connect(room, 2, 0, 'websocket')
    const [a, b] = [room.name(0), room.name(1)].toSorted() as [PeerName, PeerName]
    const found = wires(room.world)
    expect(found).toHaveLength(2)
    expect(found.find((wire) => wire.a === a && wire.b === b)).toMatchObject({
      path: 'webrtc',
      openedAt: 1001,
    })
    expect(found.map(({ path }) => path).toSorted()).toEqual(['webrtc', 'websocket'])
    for (const wire of found) expect(wire.a < wire.b).toBe(true)
  })

  it('are between live peers only', () => {
    const room = new TestRoom()
    connect(room, 0, 1, 'webrtc')
    room.start(1)
    room.stop(1)
    expect(wires(room.world)).toEqual([])
  })
})

describe('pathsFrom', () => {
  it('has the best path of each wire of that peer, whichever end told of it', () => {
    fc.assert(
      fc.property(orderlyEnvelopes, (envelopes) => {
        const world = fold(emptyWorld(), envelopes)
        for (const own of world.peers.keys()) {
          const expected = wires(world).flatMap(({ a, b, path }) => {
            if (a === own) return [[b, path] as const]
            return b === own ? [[a, path] as const] : []
          })
          expect(pathsFrom(world, own)).toEqual(new Map(expected))
        }
      }),
    )
  })
})

describe('wireBetween', () => {
  it('is the one of all wires between these two', () => {
    fc.assert(
      fc.property(orderlyEnvelopes, (envelopes) => {
        const world = fold(emptyWorld(), envelopes)
        const names = [...world.peers.keys()]
        for (const one of names) {
          for (const other of names) {
            const [a, b] = one < other ? [one, other] : [other, one]
            const expected = wires(world).find((wire) => wire.a === a && wire.b === b)
            expect(wireBetween(world, one, other)).toEqual(expected)
          }
        }
      }),
    )
  })
})

describe('closestLive', () => {
  it('gives the nearest peers that are live and serve', () => {
    const room = new TestRoom()
    for (const index of room.names.keys()) room.start(index)
    const order = byDistance(room)
    const [first = 0, second = 0, ...rest] = order
    room.stop(first)
    room.tell(second, { kind: 'peer.mode.changed', mode: 'client' })
    const found = closestLive(room.world, kadIdOfKey(key), 3)
    expect(found.map(({ peerId }) => peerId)).toEqual(rest.slice(0, 3).map((i) => room.name(i)))
    expect(livePeers(room.world)).toHaveLength(5)
  })
})

describe('W12 holdersOf', () => {
  it('tells who should hold a record from who does', () => {
    const room = new TestRoom()
    for (const index of room.names.keys()) room.start(index)
    const [first = 0, second = 0, third = 0, fourth = 0, , last = 0] = byDistance(room)
    for (const index of [last, first, third, fourth]) hold(room, index)
    room.stop(fourth)
    const { held, missing, surplus } = holdersOf(room.world, key, 3)
    const names = (indices: number[]): PeerName[] => indices.map((index) => room.name(index))
    expect(held.map(({ peerId }) => peerId)).toEqual(names([first, third]))
    expect(missing.map(({ peerId }) => peerId)).toEqual(names([second]))
    expect(surplus.map(({ peerId }) => peerId)).toEqual(names([last]))
  })

  it('is nobody for a record that nobody told of', () => {
    expect(holdersOf(new TestRoom().world, key, 3)).toEqual({ held: [], missing: [], surplus: [] })
  })
})

describe('tableLeaves', () => {
  it('are the buckets of the contacts', () => {
    const room = new TestRoom()
    for (const index of [1, 2, 3, 4, 5]) {
      room.tell(0, { kind: 'contact.added', contact: room.name(index) })
    }
    room.tell(0, { kind: 'bucket.split', prefix: '' })
    const leaves = tableLeaves(room.peer(0))
    expect(leaves.map(({ prefix }) => prefix)).toEqual(['0', '1'])
    expect(leaves.flatMap(({ contacts }) => contacts)).toHaveLength(5)
  })
})

describe('worldSnapshot', () => {
  it('is plain JSON of peers, wires and records', () => {
    const room = new TestRoom()
    connect(room, 0, 1, 'webrtc')
    hold(room, 0)
    hold(room, 2)
    room.stop(2)
    room.tell(0, {
      kind: 'record.rejected',
      key: '/u/no' as RecordKey,
      from: room.name(1),
      reason: '',
    })
    const snapshot = worldSnapshot(room.world, 'replay')
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot)
    expect(snapshot.tier).toBe('replay')
    expect(snapshot.peers.map(({ live }) => live)).toEqual([true, true, false])
    expect(snapshot.connections).toMatchObject([{ path: 'webrtc' }])
    expect(snapshot.records).toEqual([{ key, holders: [room.name(0)] }])
  })
})
