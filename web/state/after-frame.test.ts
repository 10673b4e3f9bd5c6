import { expect, test, vi } from 'vitest'
import { FrameTurns } from './after-frame.ts'
import { framesByHand } from './test-frames.ts'

framesByHand()

/** A frame, and then what was to come after it. */
function frame(): void {
  vi.advanceTimersToNextTimer()
  vi.advanceTimersToNextTimer()
}

test('those that wait take turns, one after each frame', () => {
  const done: string[] = []
  const goOn = (name: string, turns: FrameTurns, times: number): void => {
    turns.next(() => {
      done.push(name)
      if (times > 1) goOn(name, turns, times - 1)
    })
  }
  goOn('a', new FrameTurns(), 3)
  goOn('b', new FrameTurns(), 2)
  const counts = [0, 1, 2, 3, 4].map(() => {
    frame()
    return done.length
  })
  expect(counts).toEqual([1, 2, 3, 4, 5])
  expect(done).toEqual(['a', 'b', 'a', 'b', 'a'])
  expect(vi.getTimerCount()).toBe(0)
})

test('who begins to wait anew with each frame keeps nobody from having a turn', () => {
  const done: string[] = []
  const all = ['a', 'b', 'c'].map((name) => ({ name, turns: new FrameTurns() }))
  for (let time = 0; time < 6; time += 1) {
    const forgets = all.map(({ name, turns }) => turns.next(() => done.push(name)))
    frame()
    for (const forget of forgets) forget()
  }
  expect(done).toEqual(['a', 'b', 'c', 'a', 'b', 'c'])
})

test('what is forgotten does not run, and the others do', () => {
  const [one, two] = [vi.fn(), vi.fn()]
  const forget = new FrameTurns().next(one)
  new FrameTurns().next(two)
  forget()
  frame()
  expect(one).not.toHaveBeenCalled()
  expect(two).toHaveBeenCalledOnce()
  new FrameTurns().next(one)()
  expect(vi.getTimerCount()).toBe(0)
})

test('it is told how long the frame took', () => {
  const told = vi.fn()
  new FrameTurns().next(told)
  const clock = vi.spyOn(performance, 'now').mockReturnValue(100)
  vi.advanceTimersToNextTimer()
  clock.mockReturnValue(130)
  vi.advanceTimersToNextTimer()
  expect(told).toHaveBeenCalledExactlyOnceWith(30)
  clock.mockRestore()
})
