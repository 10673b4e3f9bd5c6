// The session of a recording: a trace file, played as if it happened now.

import { KadscopeError } from '../../src/base/errors.ts'
import { decodeTrace, type Trace } from '../../src/event/trace.ts'
import type { Session } from './session.ts'

/** A recording could not be fetched. */
export class TraceUnreachableError extends KadscopeError {
  override name = 'TraceUnreachableError'
  constructor(url: string) {
    super(`The recording at ${url.slice(0, 200)} cannot be loaded: is the address right?`)
  }
}

/**
 * Opens the recording at an address, as the page's own address gives it (`?trace=`).
 *
 * @throws TraceUnreachableError, TraceLineError, TraceVersionError
 */
export async function openReplaySession(address: string, signal: AbortSignal): Promise<Session> {
  const url = new URL(address, location.href)
  let text: string
  try {
    const response = await fetch(url, { signal })
    if (!response.ok) throw new TraceUnreachableError(url.href)
    text = await response.text()
  } catch {
    throw new TraceUnreachableError(url.href)
  }
  return replaySession(decodeTrace(text))
}

/** The session of a trace: all of it at once, and nothing after that. */
export function replaySession({ envelopes }: Trace): Session {
  return {
    tier: 'replay',
    own: undefined,
    settings: undefined,
    peer: undefined,
    onEnvelopes(listener) {
      listener(envelopes)
      return () => undefined
    },
    stop: () => Promise.resolve(),
  }
}
