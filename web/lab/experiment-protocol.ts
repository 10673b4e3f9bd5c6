// What the page and an experiment's worker say to each other: plain data only.

import type { AttackStep } from '../../src/lab/attack/damage.ts'
import type { ComparisonStep } from '../../src/lab/compare/run-comparison.ts'
import type { SweepStep } from '../../src/lab/sweep/run-sweep.ts'

/** The steps that each kind of experiment tells of. */
export interface ExperimentSteps {
  attack: AttackStep
  comparison: ComparisonStep
  sweep: SweepStep
}

export type ExperimentKind = keyof ExperimentSteps

/** How far it has come. */
export type ProgressOf<Kind extends ExperimentKind> = Extract<
  ExperimentSteps[Kind],
  { type: 'progress' }
>

/** What it has found. */
export type FindingOf<Kind extends ExperimentKind> = Exclude<
  ExperimentSteps[Kind],
  { type: 'progress' }
>

/** From the page, once: what to run. The plan is checked where it is run. */
export interface ToExperiment {
  readonly kind: ExperimentKind
  readonly plan: unknown
}

/** From the worker. */
export type FromExperiment =
  | { readonly type: 'step'; readonly step: ExperimentSteps[ExperimentKind] }
  | { readonly type: 'done' }
  | {
      readonly type: 'failed'
      readonly error: { readonly name: string; readonly message: string }
    }
