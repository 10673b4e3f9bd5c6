import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brushSpan, moveSpan, SHORTEST_BRUSH_MS, zoomSpan } from './brush.ts'

const whole = { from: 1000, to: 61_000 }
const moment = fc.double({ min: 0, max: 70_000, noNaN: true })
const span = fc.tuple(moment, moment).map(([one, other]) => brushSpan(one, other, whole))

describe('the brush', () => {
  it('chooses what lies between two moments, in either order', () => {
    expect(brushSpan(9000, 4000, whole)).toEqual({ from: 4000, to: 9000 })
  })

  it('never leaves the whole, and is never too short to see', () => {
    fc.assert(
      fc.property(
        span,
        moment,
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (one, at, factor) => {
          const moved = moveSpan(one, at - 35_000, whole)
          for (const next of [one, moved, zoomSpan(one, { factor, round: at, whole })]) {
            expect(next.from).toBeGreaterThanOrEqual(whole.from)
            expect(next.to).toBeLessThanOrEqual(whole.to + 1e-6)
            expect(next.to - next.from).toBeGreaterThanOrEqual(SHORTEST_BRUSH_MS - 1e-6)
          }
        },
      ),
    )
  })

  it('keeps its length when it is moved', () => {
    expect(moveSpan({ from: 4000, to: 9000 }, 90_000, whole)).toEqual({ from: 56_000, to: 61_000 })
  })

  it('keeps the moment in its place when it is zoomed', () => {
    const zoomed = zoomSpan({ from: 10_000, to: 20_000 }, { factor: 0.5, round: 15_000, whole })
    expect(zoomed).toEqual({ from: 12_500, to: 17_500 })
  })
})
