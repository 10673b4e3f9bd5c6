// The session of a recording: a trace file, played as if it happened now.

import { KadscopeError } from '../../src/base/errors.ts'
import { nextTurn } from '../../src/base/next-turn.ts'
import type { Envelope } from '../../src/event/envelope.ts'
import type { Trace } from '../../src/event/trace.ts'
import { readTrace, SLICE_MS } from './read-trace.ts'
import type { Session } from './session.ts'

/** A recording could not be fetched. */
export class TraceUnreachableError extends KadscopeError {
  override name = 'TraceUnreachableError'
  constructor(url: string) {
    super(`The recording at ${url.slice(0, 200)} cannot be loaded: is the address right?`)
  }
}

/** So many events are folded before the clock is looked at. */
const BATCH = 100

/**
 * Opens the recording at an address, as the page's own address gives it (`?trace=`).
 *
 * @throws TraceUnreachableError, TraceLineError, TraceVersionError
 */
export async function openReplaySession(address: string, signal: AbortSignal): Promise<Session> {
  return replaySession(await fetchTrace(address, signal))
}

/**
 * Fetches a recording.
 *
 * @throws TraceUnreachableError, TraceLineError, TraceVersionError
 */
export async function fetchTrace(address: string, signal: AbortSignal): Promise<Trace> {
  const url = new URL(address, location.href)
  let text: string
  try {
    const response = await fetch(url, { signal })
    if (!response.ok) throw new TraceUnreachableError(url.href)
    text = await response.text()
  } catch {
    throw new TraceUnreachableError(url.href)
  }
  return readTrace(text)
}

/** The session of a trace: all of it, as fast as the page can take it, and nothing after that. */
export function replaySession({ header, envelopes }: Trace): Session {
  const whole = Promise.withResolvers<undefined>()
  return {
    tier: 'replay',
    own: undefined,
    settings: undefined,
    peer: undefined,
    complete: whole.promise,
    ...(header.title === undefined ? {} : { title: header.title }),
    ...(header.excerpt === undefined ? {} : { excerpt: header.excerpt }),
    onEnvelopes(listener) {
      const stopped = new AbortController()
      void handOut(envelopes, listener, stopped.signal).then(whole.resolve)
      return () => {
        stopped.abort()
      }
    },
    stop: () => Promise.resolve(),
  }
}

/** Hands envelopes out in their order, giving way to the page in between. */
async function handOut(
  envelopes: readonly Envelope[],
  listener: (batch: readonly Envelope[]) => void,
  signal: AbortSignal,
): Promise<undefined> {
  // Whoever listens first gets to know how to stop.
  await nextTurn()
  let begunAt = performance.now()
  for (let done = 0; done < envelopes.length && !signal.aborted; done += BATCH) {
    listener(envelopes.slice(done, done + BATCH))
    if (performance.now() - begunAt < SLICE_MS) continue
    await nextTurn()
    begunAt = performance.now()
  }
}
