// Commands that go on until they are told to end, or for as long as was asked.

import type { Command } from 'commander'
import { delay, realClock } from '../../src/base/clock.ts'
import { whole } from './command.ts'

/** For how long a command goes on. */
export interface SecondsOptions {
  /** @default until Ctrl-C */
  readonly seconds?: number
}

/** A day: nobody watches a room for longer. */
const MOST_SECONDS = 24 * 60 * 60

/** Adds `--seconds`. */
export function withSecondsOption(command: Command): Command {
  return command.option('--seconds <number>', 'end by itself after so long', whole(1, MOST_SECONDS))
}

/** Resolves after the seconds asked for, or when `signal` aborts. */
export function untilEnd({ seconds }: SecondsOptions, signal: AbortSignal): Promise<void> {
  const ended = (): undefined => undefined
  if (seconds !== undefined) return delay(realClock, seconds * 1000, signal).catch(ended)
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
