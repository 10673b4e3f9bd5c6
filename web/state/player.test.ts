import { flushSync } from 'svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Envelope } from '../../src/event/envelope.ts'
import type { RecordKey } from '../../src/kad/kad-id.ts'
import { emptyWorld } from '../../src/world/empty-world.ts'
import { fold } from '../../src/world/reduce.ts'
import { Timeline } from '../../src/world/timeline.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { Player } from './player.svelte.ts'
import { PLAY_MS } from './stretch.ts'
import { stepEvents, stepLookup } from './travel.ts'

const FRAME_MS = 16

describe('the page’s clock', () => {
  let room: ModelRoom
  let player: Player
  let told: Envelope[]

  beforeEach(() => {
    room = new ModelRoom(3, 4)
    for (let i = 0; i < 8; i += 1) room.join(1000 + i * 100)
    told = room.drain()
    player = new Player(new Timeline())
    player.own = room.peers[1]?.peerId
  })

  /** Frames by hand from one moment of the viewer's time to another. */
  function play(from: number, to: number): void {
    for (let wall = from; wall <= to; wall += FRAME_MS) player.tick(wall)
    flushSync()
  }

  function joinAll(): number {
    player.hear(told, 4000)
    play(4000, 4050)
    return told.length
  }

  it('shows background traffic at once', () => {
    const total = joinAll()
    expect([player.mode, player.position, player.total]).toEqual(['live', total, total])
    expect(player.world).toEqual(fold(emptyWorld(), told))
  })

  it('leaves a crowd’s wires for later while it plays, and shows them at once while it stands still', () => {
    const crowd = new ModelRoom(160, 4)
    for (let i = 0; i < 155; i += 1) crowd.join(1000 + i)
    player.hear(crowd.drain(), 4000)
    play(4000, 4100)
    player.showWires()
    expect(player.wiresAreDue).toBe(false)
    for (let i = 0; i < 5; i += 1) crowd.join(4100 + i)
    player.hear(crowd.drain(), 4200)
    const { world, wired } = player
    play(4200, 4300)
    expect(player.world).not.toBe(world)
    expect(player.wired).toBe(wired)
    expect(player.wiresAreDue).toBe(true)
    player.showWires()
    expect(player.wired.wiring).toBe(player.world.wiring)
    player.goto(40)
    expect(player.wired.wiring).toBe(player.world.wiring)
  })

  it('plays what the viewer started in about three seconds, in its true order', () => {
    joinAll()
    const [, own] = room.peers
    if (own === undefined) throw new Error('the room is empty')
    room.put(own, '/u/a' as RecordKey, 4100, 9)
    player.hear(room.drain(), 4200)
    const positions: number[] = []
    let wall = 4200
    do {
      player.tick(wall)
      positions.push(player.position)
      wall += FRAME_MS
    } while (player.position < player.total && wall < 12_000)
    expect(wall - 4200).toBeGreaterThan(PLAY_MS * 0.9)
    expect(wall - 4200).toBeLessThan(PLAY_MS * 1.5)
    expect(positions).toEqual([...positions].sort((a, b) => a - b))
    expect(new Set(positions).size).toBeGreaterThan(8)
  })

  it('stands still while paused, though events come in', () => {
    const total = joinAll()
    player.pause()
    const world = player.world
    const [, own] = room.peers
    if (own !== undefined) room.put(own, '/u/a' as RecordKey, 4100, 9)
    player.hear(room.drain(), 4200)
    play(4200, 5000)
    expect(player.world).toBe(world)
    expect(player.position).toBe(total)
    expect(player.total).toBeGreaterThan(total)
  })

  it('steps back and on to the same World', () => {
    const total = joinAll()
    const before = player.world
    stepEvents(player, -1)
    expect([player.mode, player.position]).toEqual(['paused', total - 1])
    expect(player.world).toEqual(fold(emptyWorld(), told.slice(0, -1)))
    stepEvents(player, 1)
    expect(player.world).toEqual(before)
  })

  it('steps from lookup to lookup, those that somebody started first', () => {
    joinAll()
    const [, own, other] = room.peers
    if (own === undefined || other === undefined) throw new Error('the room is empty')
    const put = room.put(own, '/u/a' as RecordKey, 4100, 9)
    const later = room.put(other, '/u/b' as RecordKey, 4300, 9)
    player.hear(room.drain(), 4500)
    play(4500, 12_000)
    const started = (lookup: string): number =>
      player.timeline
        .slice()
        .findIndex(({ event }) => event.kind === 'lookup.started' && event.lookup === lookup) + 1
    player.goto(player.total)
    expect(stepLookup(player, -1)).toBeDefined()
    expect(player.position).toBe(started(later.id))
    stepLookup(player, -1)
    expect(player.position).toBe(started(put.id))
    expect([stepLookup(player, 1), player.position]).toEqual([
      expect.any(String),
      started(later.id),
    ])
    player.goto(player.total)
    expect(stepLookup(player, 1)).toBeUndefined()
  })

  it('begins anew with another recording', () => {
    joinAll()
    const other = new Timeline()
    other.append(told.slice(0, 20))
    player.open(other)
    expect([player.position, player.total, player.mode]).toEqual([20, 20, 'live'])
    expect(player.world).toEqual(fold(emptyWorld(), told.slice(0, 20)))
    expect([player.from, player.now]).toEqual([other.timeAt(0), other.timeAt(20)])
  })

  it('shows a past moment and returns to now', () => {
    joinAll()
    player.seek(1300)
    expect(player.world).toEqual(
      fold(
        emptyWorld(),
        told.filter((envelope) => envelope.at <= 1300),
      ),
    )
    player.live()
    play(5000, 5050)
    expect([player.mode, player.position]).toEqual(['live', player.total])
  })

  it('plays on from the past and becomes live when it has caught up', () => {
    joinAll()
    player.seek(1000)
    player.play()
    expect(player.mode).toBe('playing')
    player.speed = 10
    play(5000, 5800)
    expect(player.mode).toBe('live')
  })

  it('does not let another machine’s fast clock hold up what follows', () => {
    joinAll()
    const last = told.at(-1)
    if (last === undefined) throw new Error('nothing was told')
    const total = player.total
    player.hear([{ ...last, seq: 9000, at: 99_000 }], 4300)
    play(4300, 4340)
    expect(player.position).toBe(total + 1)
    expect(player.now).toBeLessThan(5000)
  })

  it('draws a message on its way before its end has been shown', () => {
    joinAll()
    const sent = told.find(({ event }) => event.kind === 'rpc.sent')
    if (sent?.event.kind !== 'rpc.sent') throw new Error('no message was sent')
    player.goto(told.indexOf(sent) + 1)
    const { rpc } = sent.event
    const message = [...player.world.messages].find((one) => one.rpc === rpc)
    expect(message?.state).toBe('sent')
    expect(message && player.flightOf(message).endedAt).toBeGreaterThan(sent.at)
  })
})
