// Work that waits until the browser has shown what there is, one piece of it after each frame.

/** Runs once the browser has painted a frame, and is told how long that took, in milliseconds. */
type Piece = (frameMs: number) => void

const waiting = new Set<{ readonly run: Piece }>()
let frame: number | undefined
let later: ReturnType<typeof setTimeout> | undefined

/**
 * Runs something once the browser has laid out and painted what there is. Those that wait take turns,
 * as what each does is laid out and painted by the next frame: all at once would make that one long.
 * A tab behind others has no frames, and makes nothing that nobody sees. Returns what forgets it.
 */
export function afterFrame(run: Piece): () => void {
  const piece = { run }
  waiting.add(piece)
  ask()
  return () => {
    waiting.delete(piece)
    if (waiting.size > 0) return
    if (frame !== undefined) cancelAnimationFrame(frame)
    clearTimeout(later)
    frame = undefined
  }
}

function ask(): void {
  if (frame !== undefined || waiting.size === 0) return
  frame = requestAnimationFrame((begunAt) => {
    later = setTimeout(() => {
      frame = undefined
      const [next] = waiting
      if (next === undefined) return
      waiting.delete(next)
      // Before it runs, as it may ask for another turn.
      ask()
      next.run(performance.now() - begunAt)
    })
  })
}
