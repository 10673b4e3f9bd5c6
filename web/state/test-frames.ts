// Frames by hand, for tests of what grows and changes by frames.

import { afterEach, beforeEach, vi } from 'vitest'

/** Each test of the file has timers by hand, and frames are timers. */
export function framesByHand(): void {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('requestAnimationFrame', (frame: (at: number) => void) =>
      setTimeout(() => {
        frame(performance.now())
      }, 16),
    )
    vi.stubGlobal('cancelAnimationFrame', clearTimeout)
  })
  afterEach(() => {
    // What still waits for frames would wait for ever.
    vi.runAllTimers()
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })
}
