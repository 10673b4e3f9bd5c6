// The page's typefaces. They come with the page: until then a peer needs the time that it takes to
// load and lay out two of them, and the way into a room is a few lines.

import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'

/** Text is shown in another face if its own is not there after so long, in milliseconds. */
const LONGEST_MS = 500

/** Resolves when text can be shown in them, or need not wait for them any longer. */
export async function fontsLoaded(): Promise<void> {
  const faces = ['Inter Variable', 'JetBrains Mono Variable']
  const loading = Promise.allSettled(faces.map((face) => document.fonts.load(`1em "${face}"`)))
  await Promise.race([loading, new Promise((resolve) => setTimeout(resolve, LONGEST_MS))])
}
