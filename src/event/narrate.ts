// Narration: each event as one plain sentence, in parts so that a view can colour the names.

import type { KadId, PeerName, RecordKey } from '../kad/kad-id.ts'
import { nicknameOfPeer, shortKey } from '../kad/label.ts'
import { shortHex } from '../kad/nickname.ts'
import type { Envelope } from './envelope.ts'
import { messagesEn, type Message, type Messages } from './messages.en.ts'
import { phraseOf, type Phrase, type Value } from './phrase.ts'

/** A piece of a sentence. `text` is what is read; the others say what it stands for. */
export type Part =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'peer'; readonly text: string; readonly peer: PeerName }
  | { readonly type: 'key'; readonly text: string; readonly key: RecordKey }
  | { readonly type: 'id'; readonly text: string; readonly id: KadId }

/**
 * An envelope as one sentence, in parts.
 *
 * @param catalogue the language; @default English
 */
export function narrate(envelope: Envelope, catalogue: Messages = messagesEn): Part[] {
  return partsOf(phraseOf(envelope), catalogue)
}

/** An envelope as one plain sentence, such as `teal-owl answered after 12 ms`. */
export function sentence(envelope: Envelope, catalogue: Messages = messagesEn): string {
  return narrate(envelope, catalogue)
    .map(({ text }) => text)
    .join('')
}

/** Milliseconds for reading: `0.4 ms`, `12 ms`, `1.3 s`, `95 s`. */
export function formatMs(ms: number): string {
  if (ms < 1) return `${Math.round(ms * 10) / 10} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  return `${seconds < 9.95 ? Math.round(seconds * 10) / 10 : Math.round(seconds)} s`
}

function partsOf({ message, values }: Phrase, catalogue: Messages): Part[] {
  const template = formOf(catalogue.messages[message], values['count'], catalogue.locale)
  const parts: Part[] = []
  // Splitting at a group keeps the groups: text, name, text, name, …, text.
  for (const [index, piece] of template.split(/\{(\w+)\}/).entries()) {
    if (index % 2 === 0) {
      if (piece !== '') parts.push(text(piece))
    } else {
      const value = values[piece]
      parts.push(...(value === undefined ? [text(`{${piece}}`)] : valueParts(value, catalogue)))
    }
  }
  return parts
}

/** The form of a message that fits a number. */
function formOf(message: Message, count: Value | undefined, locale: string): string {
  if (typeof message === 'string') return message
  if (typeof count !== 'number') return message.other
  return message[pluralRules(locale).select(count)] ?? message.other
}

function valueParts(value: Value, catalogue: Messages): Part[] {
  if (typeof value === 'string') return [text(value)]
  if (typeof value === 'number') return [text(String(value))]
  if ('peer' in value) return [peerPart(value.peer)]
  if ('peers' in value) return listParts(value.peers, catalogue)
  if ('key' in value) return [{ type: 'key', text: shortKey(value.key), key: value.key }]
  if ('id' in value) return [{ type: 'id', text: `${shortHex(value.id)}…`, id: value.id }]
  if ('ms' in value) return [text(formatMs(value.ms).replace('.', decimalMark(catalogue.locale)))]
  if ('word' in value) return [text(catalogue.words?.[value.word] ?? value.word)]
  return partsOf({ message: value.message, values: {} }, catalogue)
}

/** A few names, and how many more there are. */
function listParts(peers: readonly PeerName[], catalogue: Messages): Part[] {
  if (peers.length === 0) return partsOf({ message: 'fault.set.everybody', values: {} }, catalogue)
  const shown = peers.length > NAMES_SHOWN ? NAMES_SHOWN - 1 : peers.length
  const items = peers.slice(0, shown).map((peer) => [peerPart(peer)] as Part[])
  if (shown < peers.length) {
    const values = { count: peers.length - shown }
    items.push(partsOf({ message: 'fault.set.more', values }, catalogue))
  }
  return items.flatMap((item, index) => (index === 0 ? item : [text(', '), ...item]))
}

const NAMES_SHOWN = 4

function text(words: string): Part {
  return { type: 'text', text: words }
}

function peerPart(peer: PeerName): Part {
  return { type: 'peer', text: nicknameOfPeer(peer), peer }
}

/** Kept, as making one is slow. */
const rulesByLocale = new Map<string, Intl.PluralRules>()

function pluralRules(locale: string): Intl.PluralRules {
  const rules = rulesByLocale.get(locale) ?? new Intl.PluralRules(locale)
  rulesByLocale.set(locale, rules)
  return rules
}

/** Kept for the same reason; English needs no formatter at all. */
const markByLocale = new Map<string, string>([[messagesEn.locale, '.']])

function decimalMark(locale: string): string {
  const known = markByLocale.get(locale)
  if (known !== undefined) return known
  const parts = new Intl.NumberFormat(locale).formatToParts(0.5)
  const mark = parts.find(({ type }) => type === 'decimal')?.value ?? '.'
  markByLocale.set(locale, mark)
  return mark
}
