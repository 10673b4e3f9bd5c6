// Frames by hand, for tests of what grows and changes by frames.

import { afterEach, beforeEach, vi } from 'vitest'

/** Each test of the file has timers by hand, and frames are timers. */
export function framesByHand(): void {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('requestAnimationFrame', (frame: () => void) => setTimeout(frame, 16))
    vi.stubGlobal('cancelAnimationFrame', clearTimeout)
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })
}
