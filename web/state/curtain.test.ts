import { expect, test } from 'vitest'
import type { Stage } from '../../src/event/schema.ts'
import { population } from '../../src/kad/test-population.ts'
import { Curtain, type Arrival } from './curtain.svelte.ts'

const others = population(122, 'curtain')

/** A page that is seen, on a machine that has time. */
const SEEN = { patience: 1, hidden: false }

/** The own peer at a rung of the ladder, with wires to so many others. */
function peerAt(stage: Stage, met: number): NonNullable<Arrival['peer']> {
  const wire = { path: 'relayed', direction: 'out' } as const
  return { stage, connections: others.slice(0, met).map((peer) => ({ peer, ...wire })) }
}

test('L12 the page comes up when the peer is in and has met nobody for a share of the time that took', () => {
  const curtain = new Curtain(0)
  const upAt = (now: number, peer: Arrival['peer']): boolean => {
    curtain.look({ now, arriving: 'room', ...SEEN, peer })
    return curtain.up
  }
  expect(upAt(50, undefined)).toBe(false)
  expect(upAt(600, peerAt('reserve', 1))).toBe(false)
  // In at 700, so it must have met nobody for 280 ms.
  expect(upAt(700, peerAt('ready', 1))).toBe(false)
  expect(upAt(800, peerAt('ready', 2))).toBe(false)
  expect(upAt(1_079, peerAt('ready', 2))).toBe(false)
  expect(upAt(1_080, peerAt('ready', 2))).toBe(true)
})

test('however late the peer came in, it gets as long to meet the others, but not for ever', () => {
  const curtain = new Curtain(0)
  const inAt = 25_000
  curtain.look({ now: 1_000, arriving: 'room', ...SEEN, peer: peerAt('identity', 0) })
  for (let now = inAt; now < inAt + 12_000; now += 100) {
    curtain.look({ now, arriving: 'room', ...SEEN, peer: peerAt('ready', 1 + (now - inAt) / 100) })
    expect(curtain.up).toBe(false)
  }
  curtain.look({ now: inAt + 12_000, arriving: 'room', ...SEEN, peer: peerAt('ready', 121) })
  expect(curtain.up).toBe(true)
})

test('a page whose peer does not get on comes up half a minute after its last rung', () => {
  const silent = new Curtain(0)
  silent.look({ now: 29_999, arriving: 'room', ...SEEN, peer: undefined })
  expect(silent.up).toBe(false)
  silent.look({ now: 30_000, arriving: 'room', ...SEEN, peer: undefined })
  expect(silent.up).toBe(true)

  const slow = new Curtain(0)
  slow.look({ now: 20_000, arriving: 'room', ...SEEN, peer: peerAt('reserve', 1) })
  // Wires that come and go are no way in.
  slow.look({ now: 40_000, arriving: 'room', ...SEEN, peer: peerAt('reserve', 0) })
  slow.look({ now: 49_999, arriving: 'room', ...SEEN, peer: peerAt('reserve', 1) })
  expect(slow.up).toBe(false)
  slow.look({ now: 50_000, arriving: 'room', ...SEEN, peer: peerAt('reserve', 1) })
  expect(slow.up).toBe(true)
})

test('what is no room, or cannot be joined yet, is shown at once, and stays', () => {
  const curtain = new Curtain(0)
  curtain.look({ now: 1, arriving: undefined, ...SEEN, peer: undefined })
  expect(curtain.up).toBe(true)
  curtain.look({ now: 2, arriving: 'room', ...SEEN, peer: undefined })
  expect(curtain.up).toBe(true)
})

test('on a machine that is late the others get longer', () => {
  const curtain = new Curtain(0)
  const upAt = (now: number, patience: number): boolean => {
    curtain.look({ now, arriving: 'room', ...SEEN, patience, peer: peerAt('ready', 1) })
    return curtain.up
  }
  expect(upAt(1_000, 5)).toBe(false)
  expect(upAt(1_400, 5)).toBe(false)
  // A share of 1,000 / 1,750, times 5.
  expect(upAt(3_857, 5)).toBe(false)
  expect(upAt(3_858, 5)).toBe(true)
})

test('a peer that was long in coming gives the others as long again', () => {
  const curtain = new Curtain(0)
  const upAt = (now: number): boolean => {
    curtain.look({ now, arriving: 'room', ...SEEN, peer: peerAt('ready', 1) })
    return curtain.up
  }
  expect(upAt(2_000)).toBe(false)
  expect(upAt(3_999)).toBe(false)
  expect(upAt(4_000)).toBe(true)
})

test('a tab behind others comes up when it is shown, however long its peer has been in by then', () => {
  const curtain = new Curtain(0)
  const look = (now: number, hidden: boolean): void => {
    curtain.look({ now, arriving: 'room', ...SEEN, hidden, peer: peerAt('ready', 1) })
  }
  look(1_000, true)
  expect(curtain.due).toBe(false)
  look(1_600, true)
  expect([curtain.due, curtain.up]).toEqual([true, false])
  look(90_000, false)
  expect(curtain.up).toBe(true)
})

test('the peers of a Lab have a little more than a second for themselves, and no more than they need', () => {
  const peer = peerAt('ready', 1)
  const many = new Curtain(500)
  many.look({ now: 1_699, arriving: 'lab', ...SEEN, peer })
  expect(many.up).toBe(false)
  many.look({ now: 1_700, arriving: 'lab', ...SEEN, peer })
  expect(many.up).toBe(true)

  const few = new Curtain(0)
  few.look({ now: 300, arriving: 'lab', ...SEEN, peer })
  expect(few.up).toBe(false)
  few.look({ now: 400, arriving: undefined, ...SEEN, peer })
  expect(few.up).toBe(true)
})

test('a Lab in a tab behind others is there when it is shown', () => {
  const curtain = new Curtain(0)
  curtain.look({ now: 1_200, arriving: 'lab', ...SEEN, hidden: true, peer: undefined })
  expect(curtain.up).toBe(true)
})
