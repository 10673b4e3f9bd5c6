// Something that the viewer switches on or off, and that is remembered.

import { recall, remember } from './remembered.ts'

/** A switch of the page: projector mode, narration. Off until the viewer says otherwise. */
export class RememberedSwitch {
  readonly #name: string
  readonly #changed: (on: boolean) => void
  #on = $state(false)

  /**
   * @param name what it is remembered under
   * @param changed hears how it stands, at once and whenever that changes
   */
  constructor(name: string, changed: (on: boolean) => void = () => undefined) {
    this.#name = name
    this.#changed = changed
    this.#on = recall(name) === 'on'
    changed(this.#on)
  }

  get on(): boolean {
    return this.#on
  }

  /** Switches it over. */
  toggle(): void {
    this.#on = !this.#on
    remember(this.#name, this.#on ? 'on' : 'off')
    this.#changed(this.#on)
  }
}
