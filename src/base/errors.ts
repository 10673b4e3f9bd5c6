// The base of all named errors: a small name for programs, a sentence for people.

/**
 * An error with a stable `name` and a message that says what to do about it.
 * Subclasses set `name` to their own class name, as minifiers rename classes.
 */
export class KadscopeError extends Error {
  override name = 'KadscopeError'
  /** Whether it is no use to try the same again. */
  readonly final: boolean = false
}

/** The name and the sentence of anything that was thrown, for events and for the page. */
export function describeError(thrown: unknown): { name: string; message: string } {
  if (thrown instanceof Error) return { name: thrown.name, message: thrown.message }
  return { name: 'Error', message: String(thrown) }
}
