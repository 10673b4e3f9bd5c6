import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRecordKey } from './record-key.ts'
import { announcementKey, wordNamespace } from './namespace-keys.ts'
import { population } from './test-population.ts'
import { MAX_WORDS, wordsOf } from './words.ts'

test('words are found whatever their case, marks around them or repetition', () => {
  expect(wordsOf('The owl, the OWL & a fox-trot!')).toEqual(['the', 'owl', 'fox', 'trot'])
})

test('compatibility forms are one word', () => {
  expect(wordsOf('ﬁle Ｆｉｌｅ')).toEqual(['file'])
})

test('a text has at most so many words, and each makes a valid key', () => {
  const [peer] = population(1, 'words')
  if (peer === undefined) throw new Error('no peer')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      const words = wordsOf(text)
      expect(words.length).toBeLessThanOrEqual(MAX_WORDS)
      expect(new Set(words).size).toBe(words.length)
      for (const word of words) {
        expect(parseRecordKey(announcementKey(wordNamespace(word), peer)).namespace).toBe('n')
        expect(wordsOf(word)).toContain(word)
      }
    }),
  )
})
