// The life of rooms, with time by hand and DHT nodes that only count.

import { beforeEach, describe, expect, test } from 'vitest'
import { ManualClock } from '../src/base/manual-clock.ts'
import type { PeerName } from '../src/kad/kad-id.ts'
import type { DhtPeer } from '../src/peer/dht-peer.ts'
import { CLASS_RULES, InvalidRoomNameError } from '../src/room/settings.ts'
import type { ProtocolWatcher } from './host.ts'
import { Rooms, TooManyRoomsError, type RoomsInit } from './rooms.ts'

const MINUTE = 60_000
const ANN = 'ann' as PeerName

let clock: ManualClock
let opened: string[]
let stopped: string[]
let watchers: Map<string, ProtocolWatcher>
let rooms: Rooms

function init(): RoomsInit {
  return {
    limits: CLASS_RULES,
    maxRooms: 3,
    home: 'main',
    desertedMs: 5 * MINUTE,
    clock,
    open({ room }) {
      opened.push(room)
      const stop = (): Promise<void> => Promise.resolve(void stopped.push(room))
      return Promise.resolve({ stop } as DhtPeer)
    },
    watch(protocol, watcher) {
      watchers.set(protocol, watcher)
      return Promise.resolve(() => watchers.delete(protocol))
    },
  }
}

function names(): string[] {
  return rooms.list().map(({ room }) => room)
}

function watcherOf(room: string): ProtocolWatcher {
  const watcher = watchers.get(`/kadscope/${room}/kad/1.0.0`)
  if (watcher === undefined) throw new Error(`nobody watches ${room}`)
  return watcher
}

beforeEach(() => {
  clock = new ManualClock()
  opened = []
  stopped = []
  watchers = new Map()
  rooms = new Rooms(init())
})

describe('opening', () => {
  test('the first visit opens a room, with a protocol of its own', async () => {
    const rules = await rooms.visit('blue')
    expect(rules).toEqual({ room: 'blue', protocol: '/kadscope/blue/kad/1.0.0', ...CLASS_RULES })
    expect(opened).toEqual(['blue'])
  })

  test('visits at the same time open it once', async () => {
    await Promise.all([rooms.visit('blue'), rooms.visit('blue')])
    await rooms.visit('blue')
    expect(opened).toEqual(['blue'])
  })

  test.each(['', 'Blue', 'a/b', '-a', 'x'.repeat(33)])('%j is no name', async (name) => {
    await expect(rooms.visit(name)).rejects.toThrow(InvalidRoomNameError)
    expect(opened).toEqual([])
  })

  test('there are at most so many', async () => {
    await Promise.all(['a', 'b', 'c'].map((name) => rooms.visit(name)))
    await expect(rooms.visit('d')).rejects.toThrow(TooManyRoomsError)
    await expect(rooms.visit('a')).resolves.toMatchObject({ room: 'a' })
  })

  test('a room that did not come up is gone, and the next visit tries again', async () => {
    let tries = 0
    rooms = new Rooms({
      ...init(),
      open: () => (tries++ === 0 ? Promise.reject(new Error('no')) : init().open({} as never)),
    })
    await expect(rooms.visit('blue')).rejects.toThrow('no')
    expect(names()).toEqual([])
    await rooms.visit('blue')
    expect(names()).toEqual(['blue'])
  })
})

describe('ending', () => {
  test('a room that nobody came to ends after its time', async () => {
    await rooms.visit('blue')
    await clock.advanceAsync(5 * MINUTE - 1)
    expect(names()).toEqual(['blue'])
    await clock.advanceAsync(1)
    expect(names()).toEqual([])
    expect(stopped).toEqual(['blue'])
    expect(watchers.size).toBe(0)
  })

  test('a visit puts the end off', async () => {
    await rooms.visit('blue')
    await clock.advanceAsync(4 * MINUTE)
    await rooms.visit('blue')
    await clock.advanceAsync(4 * MINUTE)
    expect(names()).toEqual(['blue'])
  })

  test('a room lives as long as somebody is in it, and its time after that', async () => {
    await rooms.visit('blue')
    watcherOf('blue').joined(ANN)
    expect(rooms.list()).toEqual([{ room: 'blue', peers: 1 }])
    await clock.advanceAsync(60 * MINUTE)
    expect(names()).toEqual(['blue'])
    watcherOf('blue').left(ANN)
    await clock.advanceAsync(5 * MINUTE - 1)
    expect(names()).toEqual(['blue'])
    await clock.advanceAsync(1)
    expect(names()).toEqual([])
  })

  test('who is in one room does not keep another', async () => {
    await Promise.all([rooms.visit('blue'), rooms.visit('red')])
    watcherOf('red').joined(ANN)
    await clock.advanceAsync(5 * MINUTE)
    expect(names()).toEqual(['red'])
  })

  test('the room of those who name none never ends', async () => {
    await rooms.visit('main')
    await clock.advanceAsync(600 * MINUTE)
    expect(names()).toEqual(['main'])
  })

  test('a visitor to a room that is being taken down waits and gets a new one', async () => {
    let finish = (): void => undefined
    const slow = new Promise<void>((resolve) => (finish = resolve))
    rooms = new Rooms({
      ...init(),
      open: ({ room }) => {
        opened.push(room)
        return Promise.resolve({ stop: () => slow } as unknown as DhtPeer)
      },
    })
    await rooms.visit('blue')
    await clock.advanceAsync(5 * MINUTE)
    const visit = rooms.visit('blue')
    await clock.advanceAsync(0)
    expect(opened).toEqual(['blue'])
    finish()
    await visit
    expect(opened).toEqual(['blue', 'blue'])
  })

  test('closing ends all, and opens no more', async () => {
    await Promise.all([rooms.visit('main'), rooms.visit('blue')])
    await rooms.close()
    expect(stopped.toSorted()).toEqual(['blue', 'main'])
    expect(clock.pending).toBe(0)
    await expect(rooms.visit('red')).rejects.toThrow()
  })
})
