// The loop of frames: asks for one when it is due, and measures what it cost.

import { inFrame } from './in-frame.ts'
import { frameInterval, type PaceInit } from './pace.ts'

/** So near to when it is due a timer is left alone, in milliseconds. */
const CLOSE_MS = 4

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
  let dueAt = 0
  let stopped = false

  function askLater(): void {
    if (stopped) return
    const due = askedAt + frameInterval({ ...pace(), costMs })
    // Woken with each batch that comes, it mostly finds that the timer is right as it is.
    if (timer !== undefined && Math.abs(due - dueAt) < CLOSE_MS) return
    clearTimeout(timer)
    dueAt = due
    timer = setTimeout(ask, Math.max(0, due - performance.now()))
  }

  function ask(): void {
    timer = undefined
    inFrame(run)
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
