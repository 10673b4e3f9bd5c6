// Dark or light: the viewer's choice, remembered, else what the system says.

import type { Tone } from '../draw/colour.ts'
import { recall, remember } from './remembered.ts'

/** The page's theme; sets `data-theme` on the document while it lives. */
export class Theme {
  #chosen = $state<Tone | undefined>(readChoice())
  #systemLight = $state(false)
  readonly #stop: () => void

  constructor() {
    const query = window.matchMedia('(prefers-color-scheme: light)')
    this.#systemLight = query.matches
    const hear = (): void => {
      this.#systemLight = query.matches
      this.#show()
    }
    query.addEventListener('change', hear)
    this.#stop = () => {
      query.removeEventListener('change', hear)
    }
    this.#show()
  }

  /** The theme that is on. */
  get tone(): Tone {
    return this.#chosen ?? (this.#systemLight ? 'light' : 'dark')
  }

  /** Changes to the other theme and remembers it. */
  toggle(): void {
    this.#chosen = this.tone === 'dark' ? 'light' : 'dark'
    remember('theme', this.#chosen)
    this.#show()
  }

  /** Stops following the system. */
  stop(): void {
    this.#stop()
  }

  #show(): void {
    document.documentElement.dataset['theme'] = this.tone
  }
}

function readChoice(): Tone | undefined {
  const stored = recall('theme')
  return stored === 'dark' || stored === 'light' ? stored : undefined
}
