import { expect, test } from 'vitest'
import type { Stage } from '../../src/event/schema.ts'
import { population } from '../../src/kad/test-population.ts'
import { Curtain, type Arrival } from './curtain.svelte.ts'

const others = population(120, 'curtain')

/** The own peer at a rung of the ladder, with wires to so many others. */
function peerAt(stage: Stage, met: number): NonNullable<Arrival['peer']> {
  const wire = { path: 'relayed', direction: 'out' } as const
  return { stage, connections: others.slice(0, met).map((peer) => ({ peer, ...wire })) }
}

test('the views come up when the peer is in and has met nobody for a share of the time that took', () => {
  const curtain = new Curtain(0)
  const upAt = (now: number, peer: Arrival['peer']): boolean => {
    curtain.look({ now, arriving: true, peer })
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

test('a peer that goes on meeting others keeps them down, but not for ever', () => {
  const curtain = new Curtain(0)
  for (let now = 700; now < 12_000; now += 100) {
    curtain.look({ now, arriving: true, peer: peerAt('ready', now / 100) })
    expect(curtain.up).toBe(false)
  }
  curtain.look({ now: 12_000, arriving: true, peer: peerAt('ready', 119) })
  expect(curtain.up).toBe(true)
})

test('what is no room, or cannot be joined yet, is shown at once, and stays', () => {
  const curtain = new Curtain(0)
  curtain.look({ now: 1, arriving: false, peer: undefined })
  expect(curtain.up).toBe(true)
  curtain.look({ now: 2, arriving: true, peer: undefined })
  expect(curtain.up).toBe(true)
})
