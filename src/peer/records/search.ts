// Search beyond the hash: documents are announced under their words and found by them.

import * as v from 'valibot'
import { KadscopeError } from '../../base/errors.ts'
import { wordNamespace } from '../../kad/namespace-keys.ts'
import { MAX_WORDS, wordsOf } from '../../kad/words.ts'
import type { Announcer } from './announce.ts'
import { validKey } from './key-schema.ts'
import { putRecord, type PublishContext } from './publish.ts'
import type {
  Announcement,
  PublishOptions,
  PublishResult,
  RecordValue,
  SearchHit,
} from './results.ts'
import { decodeValue, encodeValue } from './value.ts'

/** There is no word to publish under or to search for. */
export class NoWordsError extends KadscopeError {
  override name = 'NoWordsError'
  constructor() {
    super('There is no word in this: give at least one of two letters or digits.')
  }
}

/** Documents that one peer announces under one word; older ones make room. */
const DOCUMENTS_A_WORD = 20

/** The longest title, in characters. */
const MAX_TITLE_LENGTH = 120

/** What a peer announces under a word. Others wrote it: parsed, and never markup. */
const listing = v.object({
  documents: v.pipe(
    v.array(
      v.object({
        key: validKey,
        title: v.pipe(v.string(), v.maxLength(MAX_TITLE_LENGTH)),
        words: v.pipe(v.array(v.string()), v.maxLength(MAX_WORDS)),
      }),
    ),
    v.maxLength(DOCUMENTS_A_WORD),
  ),
})

type ListedDocument = v.InferOutput<typeof listing>['documents'][number]

/** Publishes documents of the own peer, and finds those of all. */
export interface Library {
  publish(document: RecordValue, options?: PublishOptions): Promise<PublishResult>
  search(text: string, options?: { signal?: AbortSignal }): Promise<SearchHit[]>
}

/** Makes the library of a peer. */
export function createLibrary(context: PublishContext, announcer: Announcer): Library {
  /** What is announced under each word, newest first. */
  const shelves = new Map<string, readonly ListedDocument[]>()

  async function announce(word: string, document: ListedDocument): Promise<void> {
    const others = (shelves.get(word) ?? []).filter(({ key }) => key !== document.key)
    let documents = [document, ...others].slice(0, DOCUMENTS_A_WORD)
    // Half of a record's size leaves room for the signature and for long words.
    while (documents.length > 1 && sizeOf(documents) > context.maxValueBytes / 2) {
      documents = documents.slice(0, -1)
    }
    shelves.set(word, documents)
    await announcer.register(wordNamespace(word), { data: { documents } })
  }

  return {
    async publish(document, { words: given, title: named, name, signal } = {}) {
      const text = textOf(document)
      const title = (named ?? text.trim().replace(/\s+/g, ' ')).slice(0, MAX_TITLE_LENGTH)
      const words = wordsOf(given ?? `${title} ${text}`)
      if (words.length === 0) throw new NoWordsError()
      const abort = signal === undefined ? {} : { signal }
      const { key } = await putRecord(context, document, {
        ...abort,
        ...(name === undefined ? {} : { name }),
      })
      for (const word of words) await announce(word, { key, title, words })
      return { key, title, words }
    },
    async search(text, options) {
      const words = wordsOf(text)
      const [first] = words
      if (first === undefined) throw new NoWordsError()
      // Each document lists all of its words: one of the namespaces is enough.
      const announcements = await announcer.discover(wordNamespace(first), options)
      return announcements
        .flatMap(hitsOf)
        .filter((hit) => words.every((word) => hit.words.includes(word)))
    },
  }
}

function hitsOf({ peer, data, publishedAt }: Announcement): SearchHit[] {
  const parsed = v.safeParse(listing, data)
  if (!parsed.success) return []
  return parsed.output.documents.map((document) => ({ ...document, publisher: peer, publishedAt }))
}

/** The text of a document; bytes that are none have no words of their own. */
function textOf(document: RecordValue): string {
  const value = decodeValue(encodeValue(document))
  if (value instanceof Uint8Array) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function sizeOf(documents: readonly ListedDocument[]): number {
  return encodeValue({ documents }).byteLength
}
