// Facts about the ladder of joining.

import { expect, test } from 'vitest'
import { ManualClock } from '../base/manual-clock.ts'
import type { Event } from '../event/event.ts'
import { createStages } from './stages.ts'

test('each rung is told once, with its time; who is ready stays ready when a lower one comes late', () => {
  const clock = new ManualClock()
  const told: Event[] = []
  const stages = createStages(clock, (event) => told.push(event))
  expect(stages.now()).toBe('identity')
  for (const stage of ['identity', 'lookup', 'ready', 'reserve', 'ready', 'direct'] as const) {
    clock.advance(10)
    stages.advance(stage)
  }
  expect(stages.now()).toBe('ready')
  expect(told).toEqual([
    { kind: 'join.advanced', stage: 'identity', ms: 10 },
    { kind: 'join.advanced', stage: 'lookup', ms: 20 },
    { kind: 'join.advanced', stage: 'ready', ms: 30 },
    { kind: 'join.advanced', stage: 'reserve', ms: 40 },
    { kind: 'join.advanced', stage: 'direct', ms: 60 },
  ])
})
