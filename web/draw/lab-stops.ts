// The stops of the Lab's dials: values that differ visibly, with their words.

import type { Churn } from '../../src/lab/scenario.ts'
import { formatMs } from './format.ts'
import { percent } from './lab-words.ts'

/** One stop of a dial. */
export interface Stop<Value> {
  readonly value: Value
  readonly label: string
}

/** How fast the Lab's time passes. */
export const RATE_STOPS: readonly Stop<number>[] = [0.1, 0.25, 0.5, 1, 2, 5, 10, 25, 50, 100].map(
  (value) => ({ value, label: `×${value}` }),
)

/** Milliseconds more for each message, each way. */
export const LATENCY_STOPS: readonly Stop<number>[] = [0, 5, 10, 25, 50, 100, 250, 500, 1_000].map(
  (value) => ({ value, label: value === 0 ? 'none' : `+${formatMs(value)}` }),
)

/** The share of messages that is lost. */
export const LOSS_STOPS: readonly Stop<number>[] = [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5].map(
  (value) => ({ value, label: value === 0 ? 'none' : percent(value) }),
)

/** How long a peer stays, on average. */
export const CHURN_STOPS: readonly Stop<Churn | undefined>[] = [
  { value: undefined, label: 'nobody comes or goes' },
  ...[600_000, 300_000, 120_000, 60_000, 30_000, 15_000, 5_000].map((sessionMs) => ({
    value: { sessionMs, crashShare: 0.5 },
    label: `stay ${formatMs(sessionMs)}`,
  })),
]

/** The last stop that is not beyond `value`; the first when all are. */
export function stopAt(stops: readonly Stop<number>[], value: number): number {
  return Math.max(
    0,
    stops.findLastIndex((stop) => stop.value <= value + 1e-9),
  )
}

/** The stop of a churn: the shortest stay that is not shorter. */
export function churnStop(churn: Churn | undefined): number {
  if (churn === undefined) return 0
  const at = CHURN_STOPS.findLastIndex(({ value }) => (value?.sessionMs ?? 0) >= churn.sessionMs)
  return Math.max(1, at)
}
