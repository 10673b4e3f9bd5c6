// The steps of a lookup in its recording: its beginning, and the moment after each answer or failure.

import type { Timeline } from '../../src/world/timeline.ts'
import type { Lookup } from '../../src/world/world.ts'

/** The moment after one answer or failure. */
export interface LookupStep {
  /** The timeline's index at which it has just been told. */
  readonly index: number
  readonly rpc: string
}

/** Where a lookup lies in its recording. */
export interface LookupSteps {
  /** The index at which it has just begun. */
  readonly begin: number
  readonly steps: readonly LookupStep[]
}

/** What is needed of a timeline. */
export type Recording = Pick<Timeline, 'length' | 'indexAt' | 'envelopeAt'>

/**
 * Finds the steps of a lookup, also of a part of it that the page's clock has not reached yet.
 * Undefined when its beginning is no longer in the recording.
 */
export function lookupSteps(
  recording: Recording,
  { lookup, startedAt }: Pick<Lookup, 'lookup' | 'startedAt'>,
): LookupSteps | undefined {
  const rpcs = new Set<string>()
  const steps: LookupStep[] = []
  let begin: number | undefined
  // A little before, so that what was told at the same millisecond counts.
  for (let at = recording.indexAt(startedAt - 1); at < recording.length; at += 1) {
    const event = recording.envelopeAt(at)?.event
    if (event === undefined) continue
    const index = at + 1
    if (event.kind === 'lookup.started' && event.lookup === lookup) begin = index
    else if (event.kind === 'rpc.sent' && event.lookup === lookup) rpcs.add(event.rpc)
    else if (event.kind === 'rpc.answered' && rpcs.has(event.rpc)) {
      steps.push({ index, rpc: event.rpc })
    } else if (event.kind === 'rpc.failed' && (rpcs.has(event.rpc) || event.lookup === lookup)) {
      steps.push({ index, rpc: event.rpc })
    } else if (event.kind === 'lookup.finished' && event.lookup === lookup) break
  }
  return begin === undefined ? undefined : { begin, steps }
}

/** How many of the steps the page's clock has passed. */
export function stepsPassed({ steps }: LookupSteps, position: number): number {
  return steps.filter(({ index }) => index <= position).length
}

/** The index to go to for so many steps passed. */
export function indexOfStep({ begin, steps }: LookupSteps, passed: number): number {
  return steps[Math.min(passed, steps.length) - 1]?.index ?? begin
}
