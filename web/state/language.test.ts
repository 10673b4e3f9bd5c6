// Facts about the language of narration.

import { beforeEach, describe, expect, it, vi } from 'vitest'
import { messagesEn, type Message, type Messages } from '../../src/event/messages.en.ts'
import { Language, type LoadMessages } from './language.svelte.ts'

const CATALOGUES = Object.entries(
  import.meta.glob<Messages>(['../../src/event/messages.*.ts', '!../../src/event/messages.en.ts'], {
    import: 'messages',
    eager: true,
  }),
)

/** What a message leaves to be filled in, once each and sorted, for each of its forms. */
function blanksOf(message: Message): string[] {
  const forms = typeof message === 'string' ? [message] : Object.values(message)
  return forms.map((form) =>
    [...new Set([...form.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort().join(' '),
  )
}

describe('each catalogue', () => {
  it.each(CATALOGUES)('has the messages of the English one: %s', (_, { messages }) => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(messagesEn.messages).sort())
  })

  it.each(CATALOGUES)('fills in the same in every form: %s', (_, { messages }) => {
    for (const [key, message] of Object.entries<Message>(messagesEn.messages)) {
      const [wanted] = blanksOf(message)
      const told = blanksOf(messages[key as keyof typeof messages])
      expect([key, ...new Set(told)]).toEqual([key, wanted])
    }
  })

  it.each(CATALOGUES)('has a form for each plural of its language: %s', (file, catalogue) => {
    expect(file).toContain(`messages.${catalogue.locale}.ts`)
    const plurals = new Intl.PluralRules(catalogue.locale).resolvedOptions().pluralCategories
    for (const message of Object.values(catalogue.messages)) {
      if (typeof message === 'string') continue
      expect(Object.keys(message).sort()).toEqual([...plurals].sort())
    }
  })
})

describe('the language of narration', () => {
  const stored = new Map<string, string>()
  beforeEach(() => {
    stored.clear()
    vi.stubGlobal('localStorage', {
      getItem: (name: string) => stored.get(name) ?? null,
      setItem: (name: string, value: string) => stored.set(name, value),
    })
  })

  const german: Messages = { locale: 'de', messages: messagesEn.messages }
  const catalogues = (de: LoadMessages): Map<string, LoadMessages> => new Map([['de', de]])

  it('is English until another is chosen, which is remembered', async () => {
    const language = new Language(catalogues(() => Promise.resolve(german)))
    expect(language.messages).toBe(messagesEn)
    expect(await language.choose('de')).toBe(true)
    expect(language.messages).toBe(german)
    const later = new Language(catalogues(() => Promise.resolve(german)))
    await vi.waitFor(() => {
      expect(later.messages).toBe(german)
    })
  })

  it('calls each by its own name', () => {
    const { choices } = new Language()
    expect(choices[0]).toEqual({ tag: 'en', name: 'English' })
    expect(choices).toContainEqual({ tag: 'de', name: 'Deutsch' })
  })

  it('stays what it was when a catalogue is missing or cannot be loaded', async () => {
    const language = new Language(catalogues(() => Promise.reject(new Error('gone'))))
    expect(await language.choose('xx')).toBe(false)
    expect(await language.choose('de')).toBe(false)
    expect(language.messages).toBe(messagesEn)
    expect(stored.size).toBe(0)
  })

  it('is the latest choice, however long an earlier one took to load', async () => {
    const slow = Promise.withResolvers<Messages>()
    const language = new Language(catalogues(() => slow.promise))
    const first = language.choose('de')
    await language.choose('en')
    slow.resolve(german)
    expect(await first).toBe(false)
    expect(language.messages).toBe(messagesEn)
  })
})
