import { beforeEach, describe, expect, it } from 'vitest'
import type { RecordKey } from '../../src/kad/kad-id.ts'
import { Timeline } from '../../src/world/timeline.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { shortlistOf } from './lookup-facts.ts'
import { indexOfStep, lookupSteps, stepsPassed, type LookupSteps } from './lookup-steps.ts'

describe('the steps of a lookup', () => {
  let timeline: Timeline
  let id: string
  let found: LookupSteps
  beforeEach(() => {
    const room = new ModelRoom(9, 4)
    for (let i = 0; i < 24; i += 1) room.join(i * 100)
    const [, own] = room.peers
    if (own === undefined) throw new Error('the room is empty')
    id = room.lookup(own, 'get', 9000, { key: '/u/a' as RecordKey, background: false }).id
    timeline = new Timeline()
    timeline.append(room.drain())
    const lookup = timeline.head.lookups.get(id)
    const steps = lookup && lookupSteps(timeline, lookup)
    if (steps === undefined) throw new Error('the lookup has no steps')
    found = steps
  })

  it('are one for each message that ended', () => {
    const ended = timeline.head.lookups.get(id)?.messages.filter(({ state }) => state !== 'sent')
    expect(new Set(found.steps.map(({ rpc }) => rpc))).toEqual(
      new Set(ended?.map(({ rpc }) => rpc)),
    )
    expect(found.steps.length).toBeGreaterThan(3)
  })

  it('lead to the World right after that end', () => {
    found.steps.forEach(({ index, rpc }, step) => {
      const ended = (at: number): string[] =>
        (timeline.worldAt(at).lookups.get(id)?.messages ?? [])
          .filter(({ state }) => state !== 'sent')
          .map((message) => message.rpc)
      expect(ended(index)).toContain(rpc)
      expect(ended(index - 1)).not.toContain(rpc)
      expect(stepsPassed(found, index)).toBe(step + 1)
      expect(indexOfStep(found, step + 1)).toBe(index)
    })
  })

  it('begin where nobody has been asked', () => {
    const world = timeline.worldAt(indexOfStep(found, 0))
    const lookup = world.lookups.get(id)
    expect(lookup && shortlistOf(world, lookup, 8)).toEqual([])
  })

  it('are none once the recording has forgotten its beginning', () => {
    const lookup = timeline.head.lookups.get(id)
    const late = { length: 5, indexAt: () => 0, envelopeAt: () => undefined }
    expect(lookup && lookupSteps(late, lookup)).toBeUndefined()
  })
})
