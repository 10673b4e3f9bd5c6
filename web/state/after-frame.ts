// Work that waits until the browser has shown what there is, one piece of it after each frame.

/** Runs once the browser has painted a frame, and is told how long that took, in milliseconds. */
type Piece = (frameMs: number) => void

interface Waiting {
  readonly turns: FrameTurns
  readonly run: Piece
}

const waiting = new Set<Waiting>()
let frame: number | undefined
let later: ReturnType<typeof setTimeout> | undefined
/** How many turns there have been. */
let count = 0

/**
 * The turns of one list or picture. After each frame one of those that wait has its turn, as what it
 * does is laid out and painted by the next frame: all at once would make that one long. It is the one
 * that has waited longest since its last turn, however often it has begun to wait anew meanwhile.
 */
export class FrameTurns {
  #last = 0

  /**
   * Runs something once the browser has laid out and painted what there is, and it is its turn. A tab
   * behind others has no frames, and makes nothing that nobody sees. Returns what forgets it.
   */
  next(run: Piece): () => void {
    const piece = { turns: this, run }
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

  /** The one of those that wait whose turn it is. */
  static take(): Waiting | undefined {
    let first: Waiting | undefined
    for (const piece of waiting) {
      if (first === undefined || piece.turns.#last < first.turns.#last) first = piece
    }
    if (first === undefined) return undefined
    waiting.delete(first)
    count += 1
    first.turns.#last = count
    return first
  }
}

function ask(): void {
  if (frame !== undefined || waiting.size === 0) return
  frame = requestAnimationFrame((begunAt) => {
    later = setTimeout(() => {
      frame = undefined
      const piece = FrameTurns.take()
      // Before it runs, as it may ask for another turn.
      ask()
      piece?.run(performance.now() - begunAt)
    })
  })
}
