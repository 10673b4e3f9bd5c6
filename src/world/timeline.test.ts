// Facts about the timeline.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import type { Envelope } from '../event/envelope.ts'
import { anyEvent, PEERS } from '../event/test-arbitraries.ts'
import { emptyWorld } from './empty-world.ts'
import { fold } from './reduce.ts'
import { CHECKPOINT_EVERY, Timeline } from './timeline.ts'

const random = seededRandom('timeline')
/** Events of every kind, 10 ms apart. */
const envelopes: Envelope[] = fc
  .sample(anyEvent, { numRuns: 2600, seed: 8 })
  .map((event, index) => ({
    seq: index,
    at: index * 10,
    peer: random.pick(PEERS),
    source: 'lab',
    event,
  }))

describe('L1 the World at an index', () => {
  const timeline = new Timeline()
  timeline.append(envelopes)

  it('is the fold of so many envelopes, wherever one comes from', () => {
    const worlds = new Map<number, unknown>()
    for (const index of [0, 1, 499, 500, 501, 1234, 2599, 2600]) {
      worlds.set(index, fold(emptyWorld(), envelopes.slice(0, index)))
    }
    const way = fc.shuffledSubarray([...worlds.keys(), ...worlds.keys()])
    fc.assert(
      fc.property(way, (indices) => {
        for (const index of indices) expect(timeline.worldAt(index)).toEqual(worlds.get(index))
      }),
      { numRuns: 5 },
    )
  })

  it('is the same again after going there, back and there once more', () => {
    fc.assert(
      fc.property(fc.nat(2600), fc.nat(2600), (there, back) => {
        const first = timeline.worldAt(there)
        timeline.worldAt(back)
        expect(timeline.worldAt(there)).toEqual(first)
      }),
      { numRuns: 25 },
    )
  })

  it('is reached step by step, forwards and backwards', () => {
    let world = timeline.worldAt(1000)
    for (let index = 1001; index < 1050; index += 1) {
      world = fold(world, envelopes.slice(index - 1, index))
      expect(timeline.worldAt(index)).toEqual(world)
    }
    for (const index of [1048, 1047, 1046]) {
      expect(timeline.worldAt(index)).toEqual(fold(emptyWorld(), envelopes.slice(0, index)))
    }
  })

  it('is that of the nearer end outside of the recording', () => {
    expect(timeline.worldAt(-5)).toEqual(emptyWorld())
    expect(timeline.worldAt(1e9)).toBe(timeline.head)
    expect(timeline.worldAt(NaN)).toBe(timeline.head)
  })
})

describe('L2 appending', () => {
  it('gives the same whatever the size of the batches', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1 }), (sizes) => {
        const timeline = new Timeline()
        let from = 0
        for (const size of sizes) {
          timeline.append(envelopes.slice(from, from + size))
          from += size
        }
        const told = envelopes.slice(0, from)
        expect(timeline.length).toBe(told.length)
        expect(timeline.slice()).toEqual(told)
        expect(timeline.head).toEqual(fold(emptyWorld(), told))
      }),
      { numRuns: 10 },
    )
  })

  it('drops the oldest beyond its limit, and indices stay what they were', () => {
    const timeline = new Timeline({ limit: 600 })
    for (let from = 0; from < 2600; from += 37) timeline.append(envelopes.slice(from, from + 37))
    expect(timeline.length).toBe(2600)
    expect(timeline.first).toBe(2000)
    expect(timeline.first % CHECKPOINT_EVERY).toBe(0)
    expect(timeline.envelopeAt(timeline.first - 1)).toBeUndefined()
    for (const index of [2000, 2077, 2600]) {
      expect(timeline.worldAt(index)).toEqual(fold(emptyWorld(), envelopes.slice(0, index)))
    }
    expect(timeline.worldAt(0)).toEqual(timeline.worldAt(timeline.first))
    expect(timeline.slice(0, 2002)).toEqual(envelopes.slice(2000, 2002))
  })
})

describe('L3 times', () => {
  const timeline = new Timeline()
  timeline.append(envelopes.slice(0, 100))

  it('lead to the index after the last envelope of that time', () => {
    expect(timeline.indexAt(-1)).toBe(0)
    expect(timeline.indexAt(0)).toBe(1)
    expect(timeline.indexAt(55)).toBe(6)
    expect(timeline.indexAt(1e9)).toBe(100)
    expect(timeline.timeAt(6)).toBe(50)
    expect(timeline.timeAt(0)).toBe(0)
  })

  it('never fall, although an envelope comes late', () => {
    const late = new Timeline()
    late.append([
      ...envelopes.slice(0, 10),
      ...envelopes.slice(3, 5).map((envelope) => ({ ...envelope, seq: 1e6 })),
    ])
    expect(late.timeAt(12)).toBe(90)
    expect(late.indexAt(89)).toBe(9)
    expect(late.indexAt(90)).toBe(12)
  })
})

describe('L4 steps', () => {
  const timeline = new Timeline()
  timeline.append(envelopes.slice(0, 100))
  const isSplit = ({ event }: Envelope): boolean => event.kind === 'bucket.split'

  it('go to the next and the previous envelope', () => {
    expect([timeline.nextIndex(0), timeline.nextIndex(99), timeline.nextIndex(100)]).toEqual([
      1, 100, 100,
    ])
    expect([
      timeline.previousIndex(100),
      timeline.previousIndex(1),
      timeline.previousIndex(0),
    ]).toEqual([99, 0, 0])
  })

  it('can skip what does not match', () => {
    const splits = envelopes
      .slice(0, 100)
      .flatMap((envelope, i) => (isSplit(envelope) ? [i + 1] : []))
    const found: number[] = []
    for (let at = 0; at < 100;) {
      at = timeline.nextIndex(at, isSplit)
      if (at < 100 || splits.includes(100)) found.push(at)
    }
    expect(found).toEqual(splits)
    const [, second = 0] = splits
    expect(timeline.previousIndex(second, isSplit)).toBe(splits[0])
    expect(timeline.previousIndex(splits[0] ?? 0, isSplit)).toBe(0)
  })
})
