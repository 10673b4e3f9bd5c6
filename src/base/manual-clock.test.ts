// Facts about the clock that is moved by hand.

import { describe, expect, it } from 'vitest'
import { delay } from './clock.ts'
import { ManualClock } from './manual-clock.ts'

describe('ManualClock', () => {
  it('runs timers in the order of their times, each at its own time', () => {
    const clock = new ManualClock(1000)
    const ran: [string, number][] = []
    const note = (name: string) => () => ran.push([name, clock.now()])
    clock.after(30, note('c'))
    clock.after(10, note('a'))
    clock.after(10, note('b'))
    clock.after(31, note('later'))
    clock.advance(30)
    expect(ran).toEqual([
      ['a', 1010],
      ['b', 1010],
      ['c', 1030],
    ])
    expect(clock.now()).toBe(1030)
    expect(clock.nextAt).toBe(1031)
  })

  it('runs what timers set in turn, when that falls due too', () => {
    const clock = new ManualClock()
    let ticks = 0
    const tick = (): void => {
      ticks += 1
      clock.after(10, tick)
    }
    clock.after(10, tick)
    clock.advance(55)
    expect(ticks).toBe(5)
    expect(clock.pending).toBe(1)
  })

  it('forgets cancelled timers, also thousands of them', () => {
    const clock = new ManualClock()
    let ran = 0
    const cancels = Array.from({ length: 5000 }, (_, ms) => clock.after(ms, () => (ran += 1)))
    for (const cancel of cancels.slice(1)) {
      cancel()
      cancel()
    }
    expect(clock.pending).toBe(1)
    clock.advance(10_000)
    expect(ran).toBe(1)
    cancels[0]?.()
    expect(clock.pending).toBe(0)
  })

  it('stands at the timer that throws', () => {
    const clock = new ManualClock()
    clock.after(5, () => {
      throw new Error('broken')
    })
    expect(() => clock.advance(10)).toThrow('broken')
    expect(clock.now()).toBe(5)
    clock.advance(5)
    expect(clock.now()).toBe(10)
  })

  it('does not go back', () => {
    expect(() => new ManualClock().advance(-1)).toThrow(RangeError)
  })

  it('lets promises settle between timers when advanced asynchronously', async () => {
    const clock = new ManualClock()
    const seen: number[] = []
    const run = async (): Promise<void> => {
      for (let round = 0; round < 3; round += 1) {
        await delay(clock, 10)
        await Promise.resolve()
        seen.push(clock.now())
      }
    }
    const done = run()
    await clock.advanceAsync(100)
    await done
    expect(seen).toEqual([10, 20, 30])
  })
})

describe('delay', () => {
  it('rejects with the reason of an aborted signal and cancels its timer', async () => {
    const clock = new ManualClock()
    const controller = new AbortController()
    const waiting = delay(clock, 10, controller.signal)
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    expect(clock.pending).toBe(0)
    await expect(delay(clock, 10, controller.signal)).rejects.toThrow('enough')
  })
})
