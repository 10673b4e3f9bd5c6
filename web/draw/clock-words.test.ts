import { describe, expect, it } from 'vitest'
import { clockWords, type ClockState } from './clock-words.ts'

const now: ClockState = { mode: 'live', at: 0, lagMs: 30, stretch: 1, position: 9, total: 9 }

describe('what the timeline says', () => {
  it('is now while nothing is stretched', () => {
    expect(clockWords(now)).toEqual({ main: 'Now', more: 'as it happens' })
  })

  it('names the stretch and the lag', () => {
    expect(clockWords({ ...now, stretch: 74.2, lagMs: 1920 })).toEqual({
      main: 'Stretched ×74',
      more: '1.9 s behind now',
    })
  })

  it('names the event at which it stands', () => {
    const paused = clockWords({ ...now, mode: 'paused', position: 1200, total: 3400 })
    expect(paused.more).toBe('event 1,200 of 3,400')
  })

  it('knows that a recording ends', () => {
    const replay: ClockState = { ...now, mode: 'playing', lagMs: 2400, follows: false }
    expect(clockWords(replay).more).toBe('2.4 s before the end')
    expect(clockWords({ ...replay, mode: 'paused' }).main).toBe('The end')
  })

  it('says when there is nothing', () => {
    expect(clockWords({ ...now, total: 0 }).main).toBe('Nothing yet')
  })
})
