// The plan of a comparison: one workload on a central server, on a rendezvous server and on the DHT.

import * as v from 'valibot'
import { fields, numbers, parsePlain, seed, whole } from '../fields.ts'
import { ScenarioError } from '../scenario.ts'

/** How peers keep and find records. */
export type Arrangement =
  /** One server keeps all of them. */
  | 'central'
  /** One server knows who has what; each publisher keeps its own. */
  | 'rendezvous'
  | 'dht'

export const ARRANGEMENTS: readonly Arrangement[] = ['central', 'rendezvous', 'dht']

const planSchema = fields({
  /** Numbers of peers, the server not counted. */
  sizes: v.optional(numbers(4, 200, 8), [8, 16, 32, 64]),
  records: v.optional(whole(1, 200), 16),
  /** Fetches in each phase. */
  gets: v.optional(whole(1, 1_000), 64),
  k: v.optional(whole(1, 20), 4),
  seed,
})

/** What is compared. */
export type ComparisonPlan = v.InferOutput<typeof planSchema>

/**
 * Takes a plan from plain data; what is left out gets its default.
 *
 * @throws ScenarioError
 */
export function parseComparisonPlan(data: unknown): ComparisonPlan {
  const what = { noun: 'plan', example: '{"sizes": [8, 32], "records": 16}' }
  return parsePlain(planSchema, data, what, (sentence) => new ScenarioError(sentence))
}
