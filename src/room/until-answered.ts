// Asks relays for a room's settings until one answers.

import { delay, type Clock } from '../base/clock.ts'
import { describeError, type KadscopeError } from '../base/errors.ts'
import { fetchSettings, type Bootstrap, type Invitation } from './find-room.ts'
import type { RoomSettings } from './settings.ts'

/** The first and the longest pause between questions for settings, in milliseconds. */
const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 5_000

/** No relay has answered yet; it is asked again by itself. */
export interface WaitingForRelay {
  readonly error: { readonly name: string; readonly message: string }
  /** Until the next attempt, in milliseconds. */
  readonly retryMs: number
}

/** Which room, and who knows of it. */
export interface RoomChoice {
  /** Relays, at least one; the first that answers gives the settings, all are joined. */
  readonly bootstraps: readonly Bootstrap[]
  /** Peers that are already in, to begin with; their relays are joined too. @default none */
  readonly invitations?: readonly Invitation[]
  /** @default the relay's own default room */
  readonly room?: string | undefined
  /** Ends the waiting for a relay. */
  readonly signal?: AbortSignal
  readonly onWaiting?: (waiting: WaitingForRelay) => void
}

/** The relays to join, those of invitations too, each once. */
export function relaysOf({ bootstraps, invitations = [] }: RoomChoice): Bootstrap[] {
  const all = [...bootstraps, ...invitations.map(({ bootstrap }) => bootstrap)]
  return [...new Map(all.map((bootstrap) => [bootstrap.url, bootstrap])).values()]
}

/** A relay's answer. */
export interface Answer {
  readonly bootstrap: Bootstrap
  readonly settings: RoomSettings
}

/**
 * Asks all relays in turn, as long as it takes.
 *
 * @throws the signal's reason when it aborts
 */
export async function untilAnswered(choice: RoomChoice, clock: Clock): Promise<Answer> {
  const signal = choice.signal ?? new AbortController().signal
  for (let pause = FIRST_RETRY_MS; ; pause = Math.min(pause * 2, LONGEST_RETRY_MS)) {
    let failure: KadscopeError | undefined
    for (const bootstrap of relaysOf(choice)) {
      try {
        return { bootstrap, settings: await fetchSettings(bootstrap, choice.room, signal) }
      } catch (error) {
        signal.throwIfAborted()
        failure ??= error as KadscopeError
      }
    }
    choice.onWaiting?.({ error: describeError(failure), retryMs: pause })
    await delay(clock, pause, signal)
  }
}
