// The ladder of joining: which rungs a peer has reached, each told once.

import type { Clock } from '../base/clock.ts'
import type { Stage } from '../event/schema.ts'
import type { Tell } from './teller.ts'

/** The rungs that one peer has reached. */
export interface Stages {
  /** The latest. */
  now(): Stage
  /** A rung was reached; the second time is no news. */
  advance(stage: Stage): void
}

/** Makes the ladder of a peer that starts now. */
export function createStages(clock: Clock, tell: Tell): Stages {
  const startedAt = clock.now()
  const reached = new Set<Stage>()
  let latest: Stage = 'identity'
  return {
    now: () => latest,
    advance(stage) {
      if (reached.has(stage)) return
      reached.add(stage)
      latest = stage
      tell({ kind: 'join.advanced', stage, ms: clock.now() - startedAt })
    },
  }
}
