// What came to nothing because peers were silent is tried again: whoever is busy answers later.

import { delay, type Clock } from '../../base/clock.ts'
import { KadscopeError } from '../../base/errors.ts'

/** Peers near the key gave no answer, so nothing can be said of the record. */
export class SilentPeersError extends KadscopeError {
  override name = 'SilentPeersError'
  /** @param final after the last attempt; @default false */
  constructor(
    key: string,
    override readonly final = false,
  ) {
    super(`The peers nearest to ${key} gave no answer: they are busy or gone, so try again soon.`)
  }
}

/** Attempts at most when nobody answers at all, as when the own wires are slow or just cut. */
const MOST_ATTEMPTS = 6

/** Attempts at most when some answer: who is silent then is more likely gone than busy. */
const MOST_HEARD = 3

/** No attempt begins later than this after the first, in milliseconds; each has its own limit. */
const LAST_ATTEMPT_MS = 45_000

/** The pause after the first attempt, in milliseconds; each later one is twice as long. */
const PAUSE_MS = 250

/** What is tried, and what ends it early. */
export interface Persistence {
  readonly key: string
  readonly clock: Clock
  /** The peer has been stopped. */
  readonly stopped: AbortSignal
  /** Whoever asked has lost interest. */
  readonly signal: AbortSignal | undefined
}

/** Whether no other attempt follows this one, the first being number 1. */
export function isLastAttempt(count: number, isAnswered: boolean): boolean {
  return count >= (isAnswered ? MOST_HEARD : MOST_ATTEMPTS)
}

/**
 * Runs `attempt` again while it ends with a SilentPeersError, or because its own time was up.
 *
 * @param attempt is told its number; one that was the last throws a SilentPeersError that is final
 * @throws SilentPeersError, whatever else `attempt` throws, and the signals' reasons
 */
export async function persist<Result>(
  { key, clock, stopped, signal }: Persistence,
  attempt: (count: number) => Promise<Result>,
): Promise<Result> {
  const startedAt = clock.now()
  for (let count = 1; ; count += 1) {
    try {
      return await attempt(count)
    } catch (thrown) {
      if (signal?.aborted === true || stopped.aborted) throw thrown
      const silence = asSilence(key, thrown)
      const isLate = clock.now() - startedAt > LAST_ATTEMPT_MS
      if (silence === undefined) throw thrown
      if (silence.final || isLate || isLastAttempt(count, false)) throw silence
    }
    await delay(clock, PAUSE_MS * 2 ** (count - 1), signal)
  }
}

/** The silence that ended an attempt; kad-dht has its own name for a lookup that ran out of time. */
function asSilence(key: string, thrown: unknown): SilentPeersError | undefined {
  if (thrown instanceof SilentPeersError) return thrown
  const isTimeout = thrown instanceof Error && ['TimeoutError', 'AbortError'].includes(thrown.name)
  return isTimeout ? new SilentPeersError(key) : undefined
}
