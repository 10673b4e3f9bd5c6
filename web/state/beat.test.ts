import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Beat, type BeatInit } from './beat.svelte.ts'

describe('what follows at a beat', () => {
  let beat: Beat<number>
  let now = 0
  let forget: () => void = () => undefined

  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 })
    beat = new Beat(0)
    now = 0
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  /** The values that are seen while the other counts frames of 10 ms, as an effect offers them. */
  function seen(frames: number, how: BeatInit): Set<number> {
    const values = new Set<number>()
    for (let frame = 0; frame < frames; frame += 1) {
      forget()
      now += 1
      forget = beat.offer(now, how)
      vi.advanceTimersByTime(10)
      values.add(beat.value)
    }
    return values
  }

  it('is seen a few times a second while time runs, and is the latest in the end', () => {
    const { size } = seen(100, { still: false })
    expect(size).toBeLessThan(9)
    expect(size).toBeGreaterThan(4)
    vi.advanceTimersByTime(200)
    expect(beat.value).toBe(100)
  })

  it('is seen more seldom where it has to wait longer', () => {
    const often = seen(100, { still: false }).size
    expect(seen(100, { still: false, restMs: 350 }).size).toBeLessThan(often / 2)
  })

  it('is seen at once while time stands still', () => {
    expect(seen(20, { still: true }).size).toBe(20)
  })

  it('is not seen any more once it was forgotten', () => {
    seen(5, { still: false })
    const { value } = beat
    forget()
    vi.advanceTimersByTime(1000)
    expect(beat.value).toBe(value)
  })
})
