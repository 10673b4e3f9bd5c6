// The language in which events are told: English, or any whose catalogue lies beside the English one.

import { messagesEn, type Messages } from '../../src/event/messages.en.ts'
import { recall, remember } from './remembered.ts'

/** Loads a catalogue of messages. */
export type LoadMessages = () => Promise<Messages>

/** A language that can be chosen. */
export interface LanguageChoice {
  /** BCP 47 tag, such as `de`. */
  readonly tag: string
  /** What the language calls itself, such as `Deutsch`. */
  readonly name: string
}

const CATALOGUES = byTag(
  import.meta.glob<Messages>(['../../src/event/messages.*.ts', '!../../src/event/messages.en.ts'], {
    import: 'messages',
  }),
)

/** The language of narration: the viewer's choice, remembered. A catalogue is loaded when chosen. */
export class Language {
  readonly #catalogues: ReadonlyMap<string, LoadMessages>
  #messages = $state.raw<Messages>(messagesEn)
  #wanted: string = messagesEn.locale

  /** @param catalogues those beside English, by tag; @default all that come with the page */
  constructor(catalogues: ReadonlyMap<string, LoadMessages> = CATALOGUES) {
    this.#catalogues = catalogues
    const before = recall('language')
    if (before !== undefined && catalogues.has(before)) void this.choose(before)
  }

  /** The catalogue that events are told with. */
  get messages(): Messages {
    return this.#messages
  }

  /** All that can be chosen, each under its own name, English first. */
  get choices(): readonly LanguageChoice[] {
    return [messagesEn.locale, ...this.#catalogues.keys()].map((tag) => ({
      tag,
      name: new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag,
    }))
  }

  /**
   * Tells in that language from now on and remembers it; what is not there changes nothing. If its
   * catalogue cannot be loaded, events go on being told as before.
   *
   * @returns whether events are told in it now
   */
  async choose(tag: string): Promise<boolean> {
    const load = tag === messagesEn.locale ? loadEnglish : this.#catalogues.get(tag)
    if (load === undefined) return false
    this.#wanted = tag
    try {
      const messages = await load()
      // Another one may have been chosen while this one was on its way.
      if (this.#wanted !== tag) return false
      this.#messages = messages
      remember('language', tag)
      return true
    } catch {
      this.#wanted = this.#messages.locale
      return false
    }
  }
}

function loadEnglish(): Promise<Messages> {
  return Promise.resolve(messagesEn)
}

/** Catalogues by the tag in the name of their file. */
function byTag(files: Readonly<Record<string, LoadMessages>>): ReadonlyMap<string, LoadMessages> {
  return new Map(
    Object.entries(files).map(([file, load]) => [
      /messages\.([\w-]+)\.ts$/.exec(file)?.[1] ?? file,
      load,
    ]),
  )
}
