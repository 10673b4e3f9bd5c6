// Scenarios: what a Lab does, as plain data that can be kept in a file or in an address.

import * as v from 'valibot'
import { KadscopeError } from '../base/errors.ts'

/** A scenario has a field that is unknown or out of range; the message says which, and what is allowed. */
export class ScenarioError extends KadscopeError {
  override name = 'ScenarioError'
}

/** Peers of a Lab at most. */
export const MOST_PEERS = 1_000

/** A whole number in a range. */
function whole(least: number, most: number) {
  const allowed = `must be a whole number from ${least} to ${most}`
  return v.pipe(
    v.number(allowed),
    v.integer(allowed),
    v.minValue(least, allowed),
    v.maxValue(most, allowed),
  )
}

/** Any number in a range. */
function between(least: number, most: number) {
  const allowed = `must be a number from ${least} to ${most}`
  return v.pipe(v.number(allowed), v.minValue(least, allowed), v.maxValue(most, allowed))
}

const ms = whole(0, 3_600_000)
const share = between(0, 1)
const peers = whole(2, MOST_PEERS)

const latency = v.pipe(
  v.strictObject({ least: whole(0, 10_000), most: whole(0, 10_000) }),
  v.check(({ least, most }) => least <= most, 'must have `least` no greater than `most`'),
)

const join = v.variant(
  'type',
  [
    /** All at once. */
    v.strictObject({ type: v.literal('burst') }),
    /** One after the other. */
    v.strictObject({ type: v.literal('queue'), everyMs: whole(1, 60_000) }),
    /** Some at once, then some more. */
    v.strictObject({
      type: v.literal('waves'),
      size: whole(1, MOST_PEERS),
      everyMs: whole(1, 60_000),
    }),
  ],
  'must have the `type` burst, queue or waves',
)

const at = { atMs: ms }

/** What happens at a time, counted from when all peers were ready. Peers are chosen by the seed. */
const step = v.variant(
  'do',
  [
    v.strictObject({ ...at, do: v.literal('add'), count: whole(1, MOST_PEERS) }),
    v.strictObject({ ...at, do: v.literal('crash'), share }),
    v.strictObject({ ...at, do: v.literal('leave'), share }),
    v.strictObject({ ...at, do: v.literal('partition'), share }),
    v.strictObject({ ...at, do: v.literal('latency'), share, ms: whole(1, 10_000) }),
    v.strictObject({ ...at, do: v.literal('loss'), share, amount: share }),
    v.strictObject({ ...at, do: v.literal('block'), share }),
    v.strictObject({ ...at, do: v.literal('block-bootstrap') }),
    v.strictObject({ ...at, do: v.literal('heal') }),
  ],
  'must `do` add, crash, leave, partition, latency, loss, block, block-bootstrap or heal',
)

const churn = v.strictObject({
  /** The mean of the lengths of sessions, which are spread exponentially, in milliseconds. */
  sessionMs: whole(1_000, 3_600_000),
  /** The share of those that go without a word. */
  crashShare: v.optional(share, 0.5),
})

/** Parses a scenario; what is left out gets its default. */
export const scenarioSchema = v.strictObject({
  peers: v.optional(peers, 64),
  /** Everything that is left to chance follows from it. */
  seed: v.optional(
    v.pipe(
      v.string('must be a text of 1 to 64 characters'),
      v.minLength(1, 'must be a text of 1 to 64 characters'),
      v.maxLength(64, 'must be a text of 1 to 64 characters'),
    ),
    '1',
  ),
  k: v.optional(whole(1, 20), 4),
  alpha: v.optional(whole(1, 10), 3),
  paths: v.optional(whole(1, 10), 1),
  /** How often holders see that k copies exist, in milliseconds. */
  republishMs: v.optional(whole(1_000, 86_400_000), 60_000),
  expireMs: v.optional(whole(1_000, 86_400_000), 600_000),
  join: v.optional(join, { type: 'burst' }),
  /** How long a message takes one way, in milliseconds. */
  latency: v.optional(latency, { least: 0, most: 0 }),
  loss: v.optional(between(0, 0.9), 0),
  /** Bytes a second of each wire; 0 is without limit. */
  bandwidth: v.optional(whole(0, 1_000_000_000), 0),
  /** Records that are put by random peers once all are ready. */
  records: v.optional(whole(0, 1_000), 0),
  /** Lookups of random peers for random keys. */
  lookupsPerSecond: v.optional(between(0, 200), 0),
  churn: v.optional(churn),
  steps: v.optional(v.pipe(v.array(step), v.maxLength(200, 'must have at most 200 entries')), []),
  /** How long `kadscope lab` runs it once all are ready. */
  durationMs: v.optional(ms, 30_000),
})

/** What a Lab does. */
export type Scenario = v.InferOutput<typeof scenarioSchema>

/** One of its steps. */
export type ScenarioStep = Scenario['steps'][number]

/** A churn: sessions end, and others begin. */
export type Churn = NonNullable<Scenario['churn']>

/**
 * Takes a scenario from plain data.
 *
 * @throws ScenarioError
 */
export function parseScenario(data: unknown): Scenario {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new ScenarioError('A scenario is an object such as {"peers": 64, "k": 4}.')
  }
  const parsed = v.safeParse(scenarioSchema, data)
  if (parsed.success) return parsed.output
  throw new ScenarioError(sentenceOf(parsed.issues[0]))
}

function sentenceOf(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue) ?? ''
  if (field === '')
    return `A scenario is an object such as {"peers": 64, "k": 4}: ${issue.message}.`
  if (issue.expected === 'never') {
    return `The scenario’s field "${field}" is unknown. It may have: ${FIELDS.join(', ')}.`
  }
  return `The scenario’s field "${field}" ${issue.message}, but is ${shown(issue.input)}.`
}

const FIELDS = Object.keys(scenarioSchema.entries)

function shown(value: unknown): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'number') return String(value)
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
