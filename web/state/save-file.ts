// Hands a file to the browser as a download.

/** Saves `content` under `name`. */
export function saveFile(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // The download has begun by then; kept for ever, the file would fill the memory.
  setTimeout(() => {
    URL.revokeObjectURL(link.href)
  }, 60_000)
}
