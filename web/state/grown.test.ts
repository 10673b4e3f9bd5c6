import { expect, test, vi } from 'vitest'
import { FIRST, Grown, PORTION } from './grown.svelte.ts'
import { framesByHand } from './test-frames.ts'

framesByHand()

/** How much of a list of so many is shown after each frame, until that changes no more. */
function shown(length: number): number[] {
  const grown = new Grown(() => length)
  const seen = [grown.most]
  for (grown.grow(); vi.getTimerCount() > 0; grown.grow()) {
    vi.advanceTimersToNextTimer()
    expect(grown.most).toBe(seen.at(-1))
    vi.advanceTimersToNextTimer()
    seen.push(grown.most)
  }
  return seen
}

test('a list of few is there at once', () => {
  expect(shown(FIRST)).toEqual([FIRST])
})

test('a long one grows by a portion after each frame, until all of it is there', () => {
  expect(shown(FIRST + PORTION + 1)).toEqual([FIRST, FIRST + PORTION, FIRST + 2 * PORTION])
})

test('what was forgotten grows no more', () => {
  const grown = new Grown(() => 1_000)
  grown.grow()()
  expect(vi.getTimerCount()).toBe(0)
  const forget = grown.grow()
  vi.advanceTimersToNextTimer()
  forget()
  expect(vi.getTimerCount()).toBe(0)
})
