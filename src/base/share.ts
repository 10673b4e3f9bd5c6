// Texts that come again and again, each kept once.

/** Texts that are known at most; then it begins anew. */
const MOST = 20_000

const known = new Map<string, string>()

/**
 * The same text, and of equal texts the same string: what is parsed has a string of its own for each
 * name, and every event of a long recording names peers.
 */
export function share<Text extends string>(text: Text): Text {
  const first = known.get(text)
  if (first !== undefined) return first as Text
  if (known.size >= MOST) known.clear()
  known.set(text, text)
  return text
}
