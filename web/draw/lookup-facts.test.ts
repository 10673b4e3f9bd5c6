import { beforeAll, describe, expect, it } from 'vitest'
import { kadIdOfKey, type RecordKey } from '../../src/kad/kad-id.ts'
import { emptyWorld } from '../../src/world/empty-world.ts'
import { fold } from '../../src/world/reduce.ts'
import type { Lookup, World } from '../../src/world/world.ts'
import { nearestOf } from '../fixtures/model-peer.ts'
import { ModelRoom } from '../fixtures/model-room.ts'
import { approachOf, costOf, shortlistOf, verdictOf } from './lookup-facts.ts'
import { marksOf, waterfallOf } from './waterfall.ts'

const KEY = '/u/motd' as RecordKey

describe('what a lookup came to', () => {
  let world: World
  let lookup: Lookup
  const room = new ModelRoom(5, 4)

  beforeAll(() => {
    for (let i = 0; i < 24; i += 1) room.join(i * 50)
    const [, own] = room.peers
    if (own === undefined) throw new Error('the room is empty')
    const { id } = room.put(own, KEY, 5000, 9)
    world = fold(emptyWorld(), room.drain())
    const found = world.lookups.get(id)
    if (found === undefined) throw new Error('the lookup is not in the World')
    lookup = found
  })

  it('has a row for exactly its messages, each inside the axis and in order', () => {
    const { rows } = waterfallOf(lookup, world.at)
    expect(rows.map((row) => row.message.rpc)).toEqual(lookup.messages.map(({ rpc }) => rpc))
    for (const row of rows) {
      expect(row.dial).toBeLessThanOrEqual(row.sent)
      expect(row.sent).toBeLessThan(row.end)
      expect(row.end).toBeLessThanOrEqual(1)
    }
  })

  it('shows the shortlist nearest first, and no farther than what it leaves out', () => {
    const all = shortlistOf(world, lookup, 100)
    const distances = all.map((candidate) => candidate.distance)
    expect(distances).toEqual([...distances].sort((a, b) => a - b))
    expect(shortlistOf(world, lookup, 4)).toEqual(all.slice(0, 4))
  })

  it('never gets farther away', () => {
    const nearest = approachOf(world, lookup).map((step) => step.nearest)
    expect(nearest).toEqual([...nearest].sort((a, b) => b - a))
  })

  it('counts peers, messages and hops', () => {
    const cost = costOf(lookup)
    expect(cost.messages).toBe(lookup.messages.length)
    expect(cost.asked).toBeLessThanOrEqual(cost.messages)
    expect(cost.hops).toBeGreaterThan(0)
  })

  it('is judged by brute force over all live peers', () => {
    const others = room.peers.filter((peer) => peer.peerId !== lookup.by)
    const truth = nearestOf(others, kadIdOfKey(KEY), 4).map((peer) => peer.peerId)
    const verdict = verdictOf(world, lookup, 4)
    expect(verdict.wanted).toBe(4)
    expect(verdict.found).toBe(truth.filter((peer) => lookup.closest.includes(peer)).length)
  })

  describe('of what was given up', () => {
    const givenUp = (outcome: Lookup['outcome']): Lookup => {
      const answered = lookup.messages.find(({ state }) => state === 'answered')
      if (answered === undefined) throw new Error('nobody answered')
      const message = { ...answered, state: 'failed', error: 'AbortError', closer: [] } as const
      return { ...lookup, outcome, messages: [message] }
    }

    it('blames nobody once another peer had the record', () => {
      const found = givenUp('found')
      expect(shortlistOf(world, found, 4).map(({ state }) => state)).toEqual(['not needed'])
      expect(costOf(found).failed).toBe(0)
    })

    it('is a failure when nothing was found', () => {
      const missing = givenUp('missing')
      expect(shortlistOf(world, missing, 4).map(({ state }) => state)).toEqual(['failed'])
      expect(costOf(missing).failed).toBe(1)
    })
  })
})

describe('the marks of an axis', () => {
  it.each([
    [40, [0, 10, 20, 30, 40]],
    [9, [0, 2, 4, 6, 8]],
    [620, [0, 200, 400, 600]],
  ])('of %d ms are round', (length, marks) => {
    expect(marksOf(length)).toEqual(marks)
  })
})
