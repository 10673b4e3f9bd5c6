import { describe, expect, it } from 'vitest'
import { emptyWorld } from '../../src/world/empty-world.ts'
import { fold } from '../../src/world/reduce.ts'
import type { Peer, World } from '../../src/world/world.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { isUntold, ladderOf } from './ladder.ts'
import { relaysOf } from './relays.ts'
import { startState } from './start-state.ts'

function roomOf(count: number, until = Infinity): { room: ModelRoom; world: World } {
  const room = new ModelRoom(7, 4)
  for (let i = 0; i < count; i += 1) room.join(i * 100)
  const told = room.drain().filter((envelope) => envelope.at <= until)
  return { room, world: fold(emptyWorld(), told) }
}

describe('the ladder of joining', () => {
  it('lies ahead of nobody', () => {
    const rungs = ladderOf(undefined)
    expect(rungs.map((rung) => rung.state)).toEqual(['now', ...new Array(6).fill('ahead')])
  })

  it('has the rungs that were reached in the order of time, then one that is being climbed', () => {
    const { room, world } = roomOf(2, 100 + 70)
    const peer = room.peers[1]
    const rungs = ladderOf(peer && world.peers.get(peer.peerId))
    expect(rungs.slice(0, 4).map((rung) => [rung.stage, rung.state])).toEqual([
      ['identity', 'done'],
      ['dial', 'done'],
      ['identify', 'done'],
      ['reserve', 'now'],
    ])
    expect(rungs[1]?.took).toBe(42)
  })

  it('of a peer that was in before anything was told has no times and no rung that is climbed', () => {
    const { room, world } = roomOf(3)
    const peer = room.peers[1]
    const known = peer && world.peers.get(peer.peerId)
    if (known === undefined) throw new Error('the room is empty')
    const missed: Peer = { ...known, startedAt: undefined, stages: [] }
    expect(isUntold(known)).toBe(false)
    expect(isUntold(missed)).toBe(true)
    expect(new Set(ladderOf(missed).map((rung) => rung.state))).toEqual(new Set(['untold']))
  })

  it('of a peer that was heard of from the middle on has no rung below that is climbed', () => {
    const { room, world } = roomOf(2, 100 + 70)
    const peer = room.peers[1]
    const known = peer && world.peers.get(peer.peerId)
    if (known === undefined) throw new Error('the room is empty')
    const heard: Peer = { ...known, startedAt: undefined, stages: known.stages.slice(1) }
    const rungs = ladderOf(heard).map((rung) => [rung.stage, rung.state])
    expect(rungs.slice(0, 5)).toEqual([
      ['identity', 'untold'],
      ['dial', 'done'],
      ['identify', 'done'],
      ['reserve', 'now'],
      ['lookup', 'ahead'],
    ])
  })

  it('has no relay on virtual wires', () => {
    const { room, world } = roomOf(3)
    const peer = room.peers[1]
    const known = peer && world.peers.get(peer.peerId)
    if (known === undefined) throw new Error('the room is empty')
    const virtual: Peer = {
      ...known,
      agent: 'lab',
      stage: 'identity',
      stages: known.stages.slice(0, 1),
    }
    expect(ladderOf(virtual).map((rung) => [rung.stage, rung.state])).toEqual([
      ['identity', 'done'],
      ['lookup', 'now'],
      ['ready', 'ahead'],
    ])
    // What was left out because too much was told is not shown as if it were still to come.
    expect(
      ladderOf({ ...virtual, stage: 'ready' }).map((rung) => [rung.stage, rung.state]),
    ).toEqual([
      ['identity', 'done'],
      ['lookup', 'untold'],
      ['ready', 'untold'],
    ])
  })
})

describe('where the own peer is on its way in', () => {
  it('is waiting, joining, alone with the relay, and in', () => {
    expect(startState(emptyWorld(), undefined)).toBe('waiting')
    const early = roomOf(2, 150)
    expect(startState(early.world, early.room.peers[1]?.peerId)).toBe('joining')
    const alone = roomOf(2)
    expect(startState(alone.world, alone.room.peers[1]?.peerId)).toBe('alone')
    const full = roomOf(3)
    expect(startState(full.world, full.room.peers[1]?.peerId)).toBe('in')
  })

  it('knows the relay by what tabs say of it', () => {
    const { room, world } = roomOf(4)
    expect([...relaysOf(world)]).toEqual([room.peers[0]?.peerId])
  })
})
