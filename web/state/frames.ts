// The loop of frames: asks for one when it is due, and measures what it cost.

import { frameInterval, type PaceInit } from './pace.ts'

/** How much of a dearer frame before is still counted in the cost of the next. */
const MEMORY = 0.8

export interface FramesInit {
  /** Draws one frame. */
  readonly draw: () => void
  /** What decides when the next is due, besides its cost. */
  readonly pace: () => Omit<PaceInit, 'costMs'>
}

/** The running loop. */
export interface Frames {
  /** Something happened: a frame that waits for the end of a quiet time is due sooner. */
  wake(): void
  stop(): void
}

/**
 * Begins to draw. A frame that is asked for is made by the browser, with layout and painting,
 * even if nothing is drawn: so it is asked for only when it is due.
 */
export function runFrames({ draw, pace }: FramesInit): Frames {
  const painted = new MessageChannel()
  let costMs = 0
  let askedAt = performance.now()
  let begunAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  function askLater(): void {
    if (stopped) return
    const wait = frameInterval({ ...pace(), costMs }) - (performance.now() - askedAt)
    clearTimeout(timer)
    timer = setTimeout(ask, Math.max(0, wait))
  }

  function ask(): void {
    timer = undefined
    requestAnimationFrame(run)
  }

  function run(): void {
    if (stopped) return
    begunAt = performance.now()
    draw()
    // A task of its own, and so after the browser's layout and painting of this frame.
    painted.port2.postMessage(undefined)
  }

  painted.port1.onmessage = () => {
    askedAt = performance.now()
    costMs = Math.max(askedAt - begunAt, costMs * MEMORY)
    askLater()
  }
  askLater()
  return {
    wake() {
      // Only what waits on a timer can come sooner.
      if (timer !== undefined) askLater()
    },
    stop() {
      stopped = true
      clearTimeout(timer)
      painted.port1.close()
    },
  }
}
