import { describe, expect, it } from 'vitest'
import { PLAY_MS, stepLive, type Span } from './stretch.ts'

const FRAME = 16

/** Plays frames by hand until the clock has reached `now`; the viewer's time that took. */
function playTo(at: number, now: number, spans: readonly Span[]): number {
  let here = at
  let wall = 0
  while (here < now && wall < 60_000) {
    here = stepLive(here, now, FRAME, spans).at
    wall += FRAME
  }
  return wall
}

describe('stretched live', () => {
  it('shows background traffic at once', () => {
    expect(stepLive(1000, 5000, FRAME, [])).toEqual({ at: 5000, stretch: 1 })
  })

  it('plays what the viewer started in about three seconds, short or long', () => {
    for (const length of [45, 200, 1500]) {
      const wall = playTo(1000, 9000, [{ id: 'a', from: 1000, to: 1000 + length }])
      expect(wall).toBeGreaterThan(PLAY_MS * 0.95)
      expect(wall).toBeLessThan(PLAY_MS * 1.15)
    }
  })

  it('never plays faster than real time', () => {
    const step = stepLive(1000, 9000, 100, [{ id: 'a', from: 1000, to: 7000 }])
    expect(step.at).toBe(1100)
    expect(step.stretch).toBe(1)
  })

  it('says how much slower it runs', () => {
    const step = stepLive(1000, 2000, FRAME, [{ id: 'a', from: 1000, to: 1060 }])
    expect(step.stretch).toBeCloseTo(PLAY_MS / (60 * 1.06))
  })

  it('divides its time when several wait, so that the lag stays bounded', () => {
    const spans = [0, 1, 2, 3, 4, 5].map((i) => ({
      id: i.toString(),
      from: 1000 + i * 100,
      to: 1050 + i * 100,
    }))
    expect(playTo(1000, 1700, spans)).toBeLessThan(PLAY_MS * 3)
  })

  it('waits for the end of what is still under way, and never passes now', () => {
    const open: Span[] = [{ id: 'a', from: 1000, to: undefined }]
    let at = 1000
    for (let frame = 0; frame < 50; frame += 1) at = stepLive(at, 1030, FRAME, open).at
    expect(at).toBeLessThanOrEqual(1030)
    expect(at).toBeGreaterThan(1000)
  })
})
