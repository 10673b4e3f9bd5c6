import { expect, test, vi } from 'vitest'
import { afterFrame } from './after-frame.ts'
import { framesByHand } from './test-frames.ts'

framesByHand()

/** A frame, and then what was to come after it. */
function frame(): void {
  vi.advanceTimersToNextTimer()
  vi.advanceTimersToNextTimer()
}

test('those that wait take turns, one after each frame', () => {
  const done: string[] = []
  const goOn = (name: string, times: number): void => {
    afterFrame(() => {
      done.push(name)
      if (times > 1) goOn(name, times - 1)
    })
  }
  goOn('a', 3)
  goOn('b', 2)
  const counts = [0, 1, 2, 3, 4].map(() => {
    frame()
    return done.length
  })
  expect(counts).toEqual([1, 2, 3, 4, 5])
  expect(done).toEqual(['a', 'b', 'a', 'b', 'a'])
  expect(vi.getTimerCount()).toBe(0)
})

test('what is forgotten does not run, and the others do', () => {
  const [one, two] = [vi.fn(), vi.fn()]
  const forget = afterFrame(one)
  afterFrame(two)
  forget()
  frame()
  expect(one).not.toHaveBeenCalled()
  expect(two).toHaveBeenCalledOnce()
  afterFrame(one)()
  expect(vi.getTimerCount()).toBe(0)
})

test('it is told how long the frame took', () => {
  const told = vi.fn()
  afterFrame(told)
  vi.advanceTimersToNextTimer()
  vi.advanceTimersByTime(7)
  expect(told.mock.calls[0]?.[0]).toBeGreaterThanOrEqual(0)
})
