// Keeps cytoscape's canvas renderer still while nothing changes.

import cytoscape from 'cytoscape'
import { inFrame } from '../../state/in-frame.ts'

/** What of the renderer is used here; cytoscape has no types for it. */
interface CanvasRenderer {
  startRenderLoop(): void
  redraw(options?: unknown): void
  render(options: unknown): void
  drawElements(context: unknown, elements: unknown): void
  drawLayeredElements(context: unknown, elements: unknown): void
  destroyed?: boolean
  requestedFrame: boolean
  renderOptions: unknown
  readonly cy: { batching(): boolean }
  readonly beforeRenderCallbacks: readonly {
    readonly fn: (willDraw: boolean, time: number) => void
  }[]
}

/**
 * Replaces cytoscape's loop of frames by one frame for each change; call it before the first
 * picture is made, and once.
 *
 * The loop asks for every frame of the screen, for ever, whether or not anything is to be
 * drawn; the browser then goes through style, layout and painting of the whole page 60 times a
 * second. With eight pages on two processors that alone kept the peers in them from meeting.
 *
 * Nor does it keep pictures of elements, which it makes for graphs that are moved about: discs and
 * straight lines are drawn sooner than copied, and the first of such pictures took 50 ms.
 */
export function calmRenderer(): void {
  const { prototype } = cytoscape('renderer', 'canvas') as { prototype: CanvasRenderer }
  const { redraw } = prototype
  prototype.startRenderLoop = () => undefined
  prototype.drawLayeredElements = function (context, elements) {
    this.drawElements(context, elements)
  }
  prototype.redraw = function (options) {
    redraw.call(this, options)
    askOnce(this)
  }
}

const asked = new WeakSet<CanvasRenderer>()

function askOnce(renderer: CanvasRenderer): void {
  if (asked.has(renderer)) return
  asked.add(renderer)
  inFrame((time) => {
    asked.delete(renderer)
    if (renderer.destroyed === true) return
    if (renderer.cy.batching()) {
      askOnce(renderer)
      return
    }
    for (const { fn } of renderer.beforeRenderCallbacks) fn(true, time)
    renderer.render(renderer.renderOptions)
    renderer.requestedFrame = false
  })
}
