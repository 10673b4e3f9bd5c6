// A frame of the browser that is full already is not made longer.

/** A frame that has taken so long is full, in milliseconds: style, layout and painting are still to come. */
const FULL_MS = 10

/**
 * Runs something in the next frame, with the time at which that one began. Where others have filled
 * the frame it runs in a task right after it, and the frame after that one shows it.
 */
export function inFrame(run: (time: number) => void): void {
  requestAnimationFrame((time) => {
    if (performance.now() - time < FULL_MS) run(time)
    else setTimeout(run, 0, time)
  })
}
