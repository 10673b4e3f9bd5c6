import { beforeEach, describe, expect, it } from 'vitest'
import type { RecordKey } from '../../src/kad/kad-id.ts'
import { Timeline } from '../../src/world/timeline.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { crowdPath, Lanes, placeOf } from './lanes.ts'

describe('the lanes of the timeline', () => {
  let room: ModelRoom
  let timeline: Timeline
  beforeEach(() => {
    room = new ModelRoom(3, 4)
    for (let i = 0; i < 5; i += 1) room.join(i * 100)
    timeline = new Timeline()
    timeline.append(room.drain())
  })

  it('have each lookup from its beginning to its end', () => {
    const lanes = new Lanes(timeline)
    const told = timeline.slice()
    const started = told.filter(({ event }) => event.kind === 'lookup.started')
    const bars = lanes.within({ from: 0, to: 60_000 }).lookups
    expect(bars.map(({ from }) => from)).toEqual(started.map(({ at }) => at))
    for (const bar of bars) {
      const end = told.find(
        ({ event }) => event.kind === 'lookup.finished' && event.lookup === bar.id,
      )
      expect(bar.to).toBe(end?.at)
      expect(timeline.worldAt(bar.index).lookups.has(bar.id)).toBe(true)
      expect(timeline.worldAt(bar.index - 1).lookups.has(bar.id)).toBe(false)
    }
  })

  it('grow with the recording', () => {
    const lanes = new Lanes(timeline)
    const everything = { from: 0, to: 60_000 }
    const before = lanes.within(everything).lookups.length
    const [, own] = room.peers
    if (own !== undefined) room.put(own, '/u/a' as RecordKey, 5000, 9)
    timeline.append(room.drain())
    expect(lanes.within(everything).lookups.length).toBe(before + 1)
    expect(
      lanes.within({ from: 4900, to: 60_000 }).lookups.map(({ background }) => background),
    ).toEqual([false])
  })

  it('have a fault while it is in force', () => {
    const [relay] = room.peers
    if (relay === undefined) throw new Error('the room is empty')
    room.tell(6000, relay, { kind: 'fault.set', fault: 'f', type: 'loss', peers: [], amount: 0.5 })
    timeline.append(room.drain())
    const lanes = new Lanes(timeline)
    const span = { from: 5000, to: 10_000 }
    expect(lanes.within(span).faults).toEqual([
      { id: 'f', type: 'loss', from: 6000, to: undefined },
    ])
    room.tell(8000, relay, { kind: 'fault.cleared', fault: 'f' })
    timeline.append(room.drain())
    expect(lanes.within(span).faults).toMatchObject([{ from: 6000, to: 8000 }])
    expect(lanes.within({ from: 8001, to: 9000 }).faults).toEqual([])
  })

  it('are cut at the edges of the stretch', () => {
    const span = { from: 1000, to: 2000 }
    expect(placeOf({ id: 'a', from: 500, to: 1250 }, span)).toEqual({ left: 0, width: 0.25 })
    expect(placeOf({ id: 'a', from: 1500, to: undefined }, span)).toEqual({ left: 0.5, width: 0.5 })
    expect(crowdPath([{ id: 'a', from: 1500, to: 1600 }], span, 4)).toBe('M2 0h1v1h-1z')
  })
})
