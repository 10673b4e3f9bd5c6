// What changes with each frame, shown less often: rows are dear, and nobody reads so fast.

/** Milliseconds between two looks while time runs. */
const BEAT_MS = 150

/** How a value is shown. */
export interface BeatInit {
  /** Whether time stands still, so that it is shown at once. */
  readonly still: boolean
  /** How much longer than a beat it has to wait, in milliseconds. @default 0 */
  readonly restMs?: number
}

/** A value that follows another at a beat. */
export class Beat<Value> {
  #value: Value
  #shownAt = 0

  constructor(first: Value) {
    this.#value = $state.raw(first)
  }

  /** The value as of the latest beat. */
  get value(): Value {
    return this.#value
  }

  /** Shows the value at once, or when it is due; for an effect. Returns what forgets it. */
  offer(value: Value, { still, restMs = 0 }: BeatInit): () => void {
    const wait = still ? 0 : this.#shownAt + BEAT_MS + restMs - Date.now()
    if (wait <= 0) {
      this.#show(value)
      return () => undefined
    }
    const later = setTimeout(() => {
      this.#show(value)
    }, wait)
    return () => {
      clearTimeout(later)
    }
  }

  #show(value: Value): void {
    this.#shownAt = Date.now()
    this.#value = value
  }
}
