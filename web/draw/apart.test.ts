import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pushApart, type Circle } from './apart.ts'

const FIELD = { x: -400, y: -300, width: 800, height: 600 }
const GAP = 4

const circles = fc.array(
  fc.record({
    x: fc.integer({ min: -400, max: 400 }),
    y: fc.integer({ min: -300, max: 300 }),
    radius: fc.integer({ min: 4, max: 24 }),
  }),
  { maxLength: 24 },
)

function least(all: readonly Circle[]): number {
  const gaps = all.flatMap((one, index) =>
    all
      .slice(index + 1)
      .map((other) => Math.hypot(one.x - other.x, one.y - other.y) - one.radius - other.radius),
  )
  return Math.min(Infinity, ...gaps)
}

describe('circles pushed apart', () => {
  it('do not lie on each other, and stay within the field', () => {
    fc.assert(
      fc.property(circles, (all) => {
        const places = pushApart(all, FIELD, GAP)
        const moved = places.map((at, index) => ({ ...at, radius: all[index]?.radius ?? 0 }))
        expect(least(moved)).toBeGreaterThan(0)
        for (const { x, y } of places) {
          expect(Math.abs(x)).toBeLessThanOrEqual(400)
          expect(Math.abs(y)).toBeLessThanOrEqual(300)
        }
      }),
    )
  })

  it('stay where they are when they have room', () => {
    const all = [
      { x: 0, y: 0, radius: 10 },
      { x: 40, y: 0, radius: 10 },
    ]
    expect(pushApart(all, FIELD, GAP)).toEqual(all.map(({ x, y }) => ({ x, y })))
  })

  it('come apart even from the very same place, always alike', () => {
    const all = Array.from({ length: 5 }, () => ({ x: 0, y: 0, radius: 10 }))
    const places = pushApart(all, FIELD, GAP)
    expect(least(places.map((at) => ({ ...at, radius: 10 })))).toBeGreaterThan(0)
    expect(pushApart(all, FIELD, GAP)).toEqual(places)
  })
})
