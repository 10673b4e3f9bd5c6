import { beforeEach, describe, expect, it } from 'vitest'
import type { RecordKey } from '../../src/kad/kad-id.ts'
import { emptyWorld } from '../../src/world/empty-world.ts'
import { fold } from '../../src/world/reduce.ts'
import type { Message, World } from '../../src/world/world.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { litLookups, MessageWatch, PULSE_MS, type Watch } from './messages.ts'
import { sameTargets, targetsOf } from './targets.ts'

const KEY = '/u/a' as RecordKey

describe('the messages that are seen', () => {
  const room = new ModelRoom(3, 4)
  for (let i = 0; i < 8; i += 1) room.join(1000 + i * 100)
  const own = room.peers[1]
  if (own !== undefined) room.put(own, KEY, 9000, 9)
  const told = room.drain()
  let world: World
  let watch: Watch

  beforeEach(() => {
    const sent = told.find(({ at, event }) => at > 9000 && event.kind === 'rpc.answered')
    const at = sent?.at ?? 0
    world = fold(
      emptyWorld(),
      told.filter((envelope) => envelope.at <= at),
    )
    watch = {
      world,
      at: at - 0.5,
      wall: 0,
      stretch: 50,
      pulsing: false,
      own: own?.peerId,
      lookup: undefined,
      flightOf: ({ sentAt, endedAt, state }: Message) => ({
        sentAt,
        endedAt,
        failed: state === 'failed',
      }),
    }
  })

  it('are exactly those on their way at that moment, those of the viewer loud', () => {
    const seen = new MessageWatch().see(watch)
    const truth = [...world.messages].filter(
      (message) => message.sentAt <= watch.at && (message.endedAt ?? Infinity) >= watch.at,
    )
    expect(new Set(seen.map((one) => one.message.rpc))).toEqual(
      new Set(truth.map((message) => message.rpc)),
    )
    for (const { loud, message } of seen) expect(loud).toBe(message.from === own?.peerId)
  })

  it('pulse once, by the viewer’s time, where real time is too fast', () => {
    const pulsing = { ...watch, at: 1400, own: undefined, pulsing: true }
    const early = fold(
      emptyWorld(),
      told.filter((envelope) => envelope.at <= 1400),
    )
    const messages = new MessageWatch()
    const first = messages.see({ ...pulsing, world: early, wall: 0 })
    expect(first.length).toBeGreaterThan(0)
    expect(first.every((one) => one.along === 0 && !one.loud)).toBe(true)
    const half = messages.see({ ...pulsing, world: early, wall: PULSE_MS / 2 })
    expect(half.map((one) => one.along)).toEqual(first.map(() => 0.5))
    expect(messages.see({ ...pulsing, world: early, wall: PULSE_MS * 2 })).toEqual([])
    expect(messages.see({ ...pulsing, world: early, wall: PULSE_MS * 3 })).toEqual([])
  })

  it('light the lookup that the viewer has going, and its target', () => {
    expect(litLookups(watch).map((lookup) => lookup.key)).toEqual([KEY])
    const targets = targetsOf({ ...watch, key: KEY })
    expect(targets.map((target) => target.text)).toEqual([KEY])
    expect(sameTargets(targets, targetsOf({ ...watch, key: undefined }))).toBe(true)
    expect(sameTargets(targets, [])).toBe(false)
  })
})
