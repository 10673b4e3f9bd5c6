// Reads a trace without holding the page up: a slice of lines at a time.

import { nextTurn } from '../../src/base/next-turn.ts'
import type { Envelope } from '../../src/event/envelope.ts'
import { openTrace, type Trace } from '../../src/event/trace.ts'

/** How long one slice may take, in milliseconds: a frame still fits beside it. */
export const SLICE_MS = 8

/**
 * Reads a whole trace, giving way to the page in between.
 *
 * @throws TraceLineError, TraceVersionError
 */
export async function readTrace(text: string): Promise<Trace> {
  const { header, envelopes: coming } = openTrace(text)
  const envelopes: Envelope[] = []
  let begunAt = performance.now()
  for (const envelope of coming) {
    envelopes.push(envelope)
    if (performance.now() - begunAt < SLICE_MS) continue
    await nextTurn()
    begunAt = performance.now()
  }
  return { header, envelopes }
}
