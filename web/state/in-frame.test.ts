// What is drawn in a frame, and what waits for the next one because a frame is full.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let asked: FrameRequestCallback[]
let drawn: string[]
let inFrame: (draw: (time: number) => void) => void
beforeEach(async () => {
  // Each test has a clock of its own, and so a page of its own.
  vi.resetModules()
  ;({ inFrame } = await import('./in-frame.ts'))
  vi.useFakeTimers()
  asked = []
  drawn = []
  vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => asked.push(run))
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** Asks for something that takes so many milliseconds to draw. */
function ask(name: string, ms: number): void {
  inFrame(() => {
    drawn.push(name)
    vi.advanceTimersByTime(ms)
  })
}

/** One frame, which the browser comes to so many milliseconds late. */
function frame(lateMs = 0): string[] {
  vi.advanceTimersByTime(16)
  const time = performance.now()
  vi.advanceTimersByTime(lateMs)
  for (const run of asked.splice(0)) run(time)
  return drawn.splice(0)
}

test('what is quick comes in one frame, in order', () => {
  ask('first', 2)
  ask('second', 20)
  expect(frame()).toEqual(['first', 'second'])
})

test('a frame that comes late is not full for that', () => {
  ask('first', 2)
  ask('second', 2)
  expect(frame(100)).toEqual(['first', 'second'])
})

test('what comes after something long is the first in the next frame', () => {
  ask('first', 20)
  ask('second', 20)
  expect(frame()).toEqual(['first'])
  ask('third', 20)
  expect(frame()).toEqual(['second'])
  expect(frame()).toEqual(['third'])
})
