// Keeps cytoscape's canvas renderer still while nothing changes.

import cytoscape from 'cytoscape'

/** What of the renderer is used here; cytoscape has no types for it. */
interface CanvasRenderer {
  startRenderLoop(): void
  redraw(options?: unknown): void
  render(options: unknown): void
  destroyed?: boolean
  requestedFrame: boolean
  renderOptions: unknown
  readonly cy: { batching(): boolean }
  readonly beforeRenderCallbacks: readonly {
    readonly fn: (willDraw: boolean, time: number) => void
  }[]
}

/** After a drawing, its caches are filled in so many steps, with so many milliseconds between. */
const CACHE_STEPS = 3
const CACHE_MS = 100

/**
 * Replaces cytoscape's loop of frames by one frame for each change; call it before the first
 * picture is made, again does nothing.
 *
 * The loop asks for every frame of the screen, for ever, whether or not anything is to be
 * drawn; the browser then goes through style, layout and painting of the whole page 60 times a
 * second. With eight pages on two processors that alone kept the peers in them from meeting.
 */
export function calmRenderer(): void {
  if (calmed) return
  calmed = true
  const { prototype } = cytoscape('renderer', 'canvas') as { prototype: CanvasRenderer }
  const { redraw } = prototype
  prototype.startRenderLoop = () => undefined
  prototype.redraw = function (options) {
    redraw.call(this, options)
    askOnce(this)
  }
}

let calmed = false
const asked = new WeakSet<CanvasRenderer>()

function askOnce(renderer: CanvasRenderer): void {
  if (asked.has(renderer)) return
  asked.add(renderer)
  requestAnimationFrame((time) => {
    asked.delete(renderer)
    if (renderer.destroyed === true) return
    if (renderer.cy.batching()) {
      askOnce(renderer)
      return
    }
    step(renderer, true, time)
    renderer.render(renderer.renderOptions)
    renderer.requestedFrame = false
    fillCaches(renderer, CACHE_STEPS)
  })
}

/** Without a frame of its own: it draws into images beside the screen, and redraws when they serve. */
function fillCaches(renderer: CanvasRenderer, steps: number): void {
  setTimeout(() => {
    if (renderer.destroyed === true || renderer.requestedFrame) return
    step(renderer, false, performance.now())
    if (steps > 1) fillCaches(renderer, steps - 1)
  }, CACHE_MS)
}

function step(renderer: CanvasRenderer, willDraw: boolean, time: number): void {
  for (const { fn } of renderer.beforeRenderCallbacks) fn(willDraw, time)
}
