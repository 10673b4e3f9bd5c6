import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runFrames, type Frames } from './frames.ts'

/** A browser by hand: time passes only here, and a frame is painted when it is asked for. */
class Browser {
  asked: FrameRequestCallback[] = []
  #painted: (() => void)[] = []

  constructor() {
    vi.useFakeTimers()
    vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => this.asked.push(run))
    const painted = this.#painted
    vi.stubGlobal(
      'MessageChannel',
      class {
        readonly port1: { onmessage?: () => void; close: () => void } = { close: () => undefined }
        readonly port2 = { postMessage: () => painted.push(() => this.port1.onmessage?.()) }
      },
    )
  }

  /** Draws what was asked for; layout and painting then take so many milliseconds. */
  paint(costMs: number): void {
    for (const run of this.asked.splice(0)) run(performance.now())
    vi.advanceTimersByTime(costMs)
    for (const tell of this.#painted.splice(0)) tell()
  }
}

let browser: Browser
let frames: Frames | undefined
const draw = vi.fn()
beforeEach(() => {
  browser = new Browser()
  draw.mockClear()
})
afterEach(() => {
  frames?.stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('a frame is asked for when it is due and not before', () => {
  frames = runFrames({
    draw,
    pace: () => ({ watching: false, peersHere: true, quietMs: 0, patience: 1 }),
  })
  vi.advanceTimersByTime(20)
  expect(browser.asked).toHaveLength(0)
  vi.advanceTimersByTime(20)
  expect(browser.asked).toHaveLength(1)
  browser.paint(1)
  expect(draw).toHaveBeenCalledOnce()
})

test('layout and painting count in what a frame costs', () => {
  frames = runFrames({
    draw,
    pace: () => ({ watching: false, peersHere: true, quietMs: 0, patience: 1 }),
  })
  vi.advanceTimersByTime(40)
  browser.paint(10)
  vi.advanceTimersByTime(180)
  expect(browser.asked).toHaveLength(0)
  vi.advanceTimersByTime(15)
  expect(browser.asked).toHaveLength(1)
})

test('a cheap frame after a dear one comes sooner again, step by step', () => {
  frames = runFrames({
    draw,
    pace: () => ({ watching: false, peersHere: true, quietMs: 0, patience: 1 }),
  })
  vi.advanceTimersByTime(40)
  browser.paint(50)
  const waits: number[] = []
  for (let frame = 0; frame < 4; frame += 1) {
    const from = performance.now()
    while (browser.asked.length === 0) vi.advanceTimersByTime(1)
    waits.push(performance.now() - from)
    browser.paint(1)
  }
  expect(waits).toEqual([...waits].sort((a, b) => b - a))
  expect(waits.at(-1)).toBeLessThan((waits[0] ?? 0) * 0.6)
})

test('what happens in a quiet time is drawn soon', () => {
  let quietMs = 60_000
  frames = runFrames({
    draw,
    pace: () => ({ watching: false, peersHere: true, quietMs, patience: 1 }),
  })
  vi.advanceTimersByTime(100)
  expect(browser.asked).toHaveLength(0)
  quietMs = 0
  frames.wake()
  vi.advanceTimersByTime(1)
  expect(browser.asked).toHaveLength(1)
})

test('nothing is drawn after the end', () => {
  frames = runFrames({
    draw,
    pace: () => ({ watching: true, peersHere: true, quietMs: 0, patience: 1 }),
  })
  vi.advanceTimersByTime(1)
  frames.stop()
  browser.paint(1)
  vi.advanceTimersByTime(5000)
  expect(draw).not.toHaveBeenCalled()
})
