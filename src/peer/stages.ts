// The ladder of joining: which rungs a peer has reached, each told once.

import type { Clock } from '../base/clock.ts'
import { stage as rungs, type Stage } from '../event/schema.ts'
import type { Tell } from './teller.ts'

/** The rungs that one peer has reached. */
export interface Stages {
  /** The highest: a peer that is ready stays so when it climbs a lower one after that, as it may. */
  now(): Stage
  /** A rung was reached; the second time is no news. */
  advance(stage: Stage): void
}

/** Makes the ladder of a peer that starts now. */
export function createStages(clock: Clock, tell: Tell): Stages {
  const startedAt = clock.now()
  const reached = new Set<Stage>()
  let highest: Stage = 'identity'
  return {
    now: () => highest,
    advance(stage) {
      if (reached.has(stage)) return
      reached.add(stage)
      if (rungs.options.indexOf(stage) > rungs.options.indexOf(highest)) highest = stage
      tell({ kind: 'join.advanced', stage, ms: clock.now() - startedAt })
    },
  }
}
