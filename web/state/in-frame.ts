// What is drawn in frames of the browser, and not more in one than it can hold.

/** A frame in which so much has been drawn is full, in milliseconds: style, layout and painting are still to come. */
const FULL_MS = 10

/** The time of the latest frame, and when the first thing in it was drawn; milliseconds of the page. */
let latest = { time: Number.NaN, begunAt: 0 }

/**
 * Draws something in the next frame, with the time of that; where others have filled it, in the one
 * after that, of which it is the first then. How late a frame comes itself does not count.
 */
export function inFrame(draw: (time: number) => void): void {
  requestAnimationFrame((time) => {
    const now = performance.now()
    if (time !== latest.time) latest = { time, begunAt: now }
    if (now - latest.begunAt < FULL_MS) draw(time)
    else inFrame(draw)
  })
}
