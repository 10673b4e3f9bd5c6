// What comes in a frame, and what waits until a full one is over.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { inFrame } from './in-frame.ts'

let asked: FrameRequestCallback[]
beforeEach(() => {
  vi.useFakeTimers()
  asked = []
  vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => asked.push(run))
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('what is quick comes in one frame, in order', () => {
  const done: string[] = []
  inFrame(() => done.push('first'))
  inFrame(() => done.push('second'))
  const begunAt = performance.now()
  for (const run of asked.splice(0)) run(begunAt)
  expect(done).toEqual(['first', 'second'])
})

test('what comes after something long waits until the frame is over', () => {
  const done: string[] = []
  inFrame(() => done.push('first'))
  inFrame((time) => done.push(`second of ${time}`))
  const begunAt = performance.now()
  const [first, second] = asked.splice(0)
  first?.(begunAt)
  vi.advanceTimersByTime(30)
  second?.(begunAt)
  expect(done).toEqual(['first'])
  vi.advanceTimersByTime(0)
  expect(done).toEqual(['first', `second of ${begunAt}`])
})
