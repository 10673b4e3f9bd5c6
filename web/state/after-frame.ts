// Work that waits until the browser has shown what there is.

/**
 * Runs something once the browser has laid out and painted what there is. A tab behind others has no
 * frames, and makes nothing that nobody sees. Returns what forgets it.
 */
export function afterFrame(run: () => void): () => void {
  let later: ReturnType<typeof setTimeout> | undefined
  const frame = requestAnimationFrame(() => {
    later = setTimeout(run)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(later)
  }
}
