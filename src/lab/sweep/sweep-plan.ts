// The plan of a sweep: which Labs are measured one after the other.

import * as v from 'valibot'
import { fields, numbers, parsePlain, seed, whole } from '../fields.ts'
import { MOST_PEERS, ScenarioError } from '../scenario.ts'

/** Points of a sweep at most. */
const MOST_POINTS = 100

const planSchema = v.pipe(
  fields({
    peers: v.optional(numbers(2, MOST_PEERS, 20), [8, 16, 32, 64, 128]),
    k: v.optional(numbers(1, 20, 8), [4]),
    alpha: v.optional(numbers(1, 10, 8), [3]),
    paths: v.optional(numbers(1, 10, 8), [1]),
    /** Lookups at each point. */
    lookups: v.optional(whole(1, 1_000), 64),
    /** Records that are put at each point. */
    records: v.optional(whole(0, 200), 8),
    seed,
  }),
  v.check(
    ({ peers, k, alpha, paths }) =>
      peers.length * k.length * alpha.length * paths.length <= MOST_POINTS,
    `the numbers of peers, k, alpha and paths may make at most ${MOST_POINTS} points together`,
  ),
)

/** What is swept. */
export type SweepPlan = v.InferOutput<typeof planSchema>

/** One Lab of a sweep. */
export interface SweepPoint {
  readonly peers: number
  readonly k: number
  readonly alpha: number
  readonly paths: number
}

/**
 * Takes a plan from plain data; what is left out gets its default.
 *
 * @throws ScenarioError
 */
export function parseSweepPlan(data: unknown): SweepPlan {
  const what = { noun: 'plan', example: '{"peers": [8, 64], "k": [4, 8]}' }
  return parsePlain(planSchema, data, what, (sentence) => new ScenarioError(sentence))
}

/** The points of a plan, those with the fewest peers first. */
export function pointsOf({ peers, k, alpha, paths }: SweepPlan): SweepPoint[] {
  return ascending(peers).flatMap((peers) =>
    ascending(k).flatMap((k) =>
      ascending(alpha).flatMap((alpha) =>
        ascending(paths).map((paths) => ({ peers, k, alpha, paths })),
      ),
    ),
  )
}

function ascending(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b)
}
