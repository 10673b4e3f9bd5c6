// The worker of an experiment: it runs one, tells of each step, and is ended by whoever started it.

import './worker-scope.ts'
import '../../src/base/polyfills.ts'
import { realClock } from '../../src/base/clock.ts'
import { describeError } from '../../src/base/errors.ts'
import { parseAttackPlan } from '../../src/lab/attack/attack-plan.ts'
import { measureAttack } from '../../src/lab/attack/measure-attack.ts'
import { parseComparisonPlan } from '../../src/lab/compare/comparison-plan.ts'
import { runComparison } from '../../src/lab/compare/run-comparison.ts'
import { runSweep } from '../../src/lab/sweep/run-sweep.ts'
import { parseSweepPlan } from '../../src/lab/sweep/sweep-plan.ts'
import type {
  ExperimentKind,
  ExperimentSteps,
  FromExperiment,
  ToExperiment,
} from './experiment-protocol.ts'
import { publicKeyOf } from './public-key.ts'

function begin({ kind, plan }: ToExperiment): AsyncGenerator<ExperimentSteps[ExperimentKind]> {
  const init = { clock: realClock, publicKeyOf }
  switch (kind) {
    case 'attack':
      return measureAttack(parseAttackPlan(plan), init)
    case 'comparison':
      return runComparison(parseComparisonPlan(plan), init)
    case 'sweep':
      return runSweep(parseSweepPlan(plan), init)
  }
}

function tell(message: FromExperiment): void {
  self.postMessage(message)
}

self.onmessage = async ({ data }: MessageEvent<ToExperiment>) => {
  try {
    for await (const step of begin(data)) tell({ type: 'step', step })
    tell({ type: 'done' })
  } catch (thrown) {
    tell({ type: 'failed', error: describeError(thrown) })
  }
}
