// A small typed emitter: named events, each with one value.

import type { Cancel } from './clock.ts'

/** Emits `Events[type]` to whoever listens for `type`, in the order in which they came. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(value: never) => void>>()

  /** Calls `listener` for each event of that type from now on. Returns what stops it. */
  on<Type extends keyof Events>(type: Type, listener: (value: Events[Type]) => void): Cancel {
    // A wrapper of its own, so that the same function may listen twice.
    const own = (value: Events[Type]): void => {
      listener(value)
    }
    const listeners = this.#listeners.get(type) ?? new Set()
    this.#listeners.set(type, listeners.add(own))
    return () => {
      listeners.delete(own)
    }
  }

  /**
   * Tells all listeners of that moment.
   *
   * @throws what the first failing listener threw, after all have been told
   */
  emit<Type extends keyof Events>(type: Type, value: Events[Type]): void {
    const listeners = this.#listeners.get(type)
    if (listeners === undefined) return
    const failures: unknown[] = []
    for (const listener of [...listeners]) {
      try {
        ;(listener as (value: Events[Type]) => void)(value)
      } catch (thrown) {
        failures.push(thrown)
      }
    }
    if (failures.length > 0) throw failures[0]
  }

  /** How many listen for that type. */
  listenerCount(type: keyof Events): number {
    return this.#listeners.get(type)?.size ?? 0
  }

  /** Forgets all listeners. */
  clear(): void {
    this.#listeners.clear()
  }
}
