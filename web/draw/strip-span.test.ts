import { describe, expect, it } from 'vitest'
import { stripSpan } from './strip-span.ts'

describe('the stretch of the timeline', () => {
  it('is everything while that is short', () => {
    expect(stripSpan({ from: 0, now: 20_000, at: 20_000 }, false)).toEqual({ from: 0, to: 20_000 })
  })

  it('is the last minute of a long session', () => {
    const clock = { from: 0, now: 600_000, at: 600_000 }
    expect(stripSpan(clock, false)).toEqual({ from: 540_000, to: 600_000 })
    expect(stripSpan(clock, true)).toEqual({ from: 0, to: 600_000 })
  })

  it('follows the playhead into the past', () => {
    const span = stripSpan({ from: 0, now: 600_000, at: 100_000 }, false)
    expect(span.from).toBeLessThanOrEqual(100_000)
    expect(span.to).toBeGreaterThan(100_000)
  })

  it('has a length from the start', () => {
    expect(stripSpan({ from: 0, now: 0, at: 0 }, false)).toEqual({ from: 0, to: 5000 })
  })
})
