// The words that a document can be found by.

/** The longest word that is kept, in characters. */
const MAX_WORD_LENGTH = 40

/** The most words of one text. */
export const MAX_WORDS = 16

/**
 * The different words of a text, in the order in which they first come: runs of letters and
 * digits in lower case, compatibility forms unified; those of one character only where the
 * script has no letter case, as in Chinese.
 */
export function wordsOf(text: string): string[] {
  const words = new Set<string>()
  for (const [word] of text
    .normalize('NFKC')
    .toLowerCase()
    .matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    if (word.length > MAX_WORD_LENGTH || (word.length === 1 && word !== word.toUpperCase()))
      continue
    words.add(word)
    if (words.size === MAX_WORDS) break
  }
  return [...words]
}
