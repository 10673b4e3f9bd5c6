// Scenarios: what a Lab does, as plain data that can be kept in a file or in an address.

import * as v from 'valibot'
import { KadscopeError } from '../base/errors.ts'
import { attackSchema } from './attack/attack.ts'
import { between, fields, parsePlain, seed, whole } from './fields.ts'

/** A scenario has a field that is unknown or out of range; the message says which, and what is allowed. */
export class ScenarioError extends KadscopeError {
  override name = 'ScenarioError'
  override readonly final = true
}

/** Peers of a Lab at most. */
export const MOST_PEERS = 1_000

const ms = whole(0, 3_600_000)
const share = between(0, 1)
const peers = whole(2, MOST_PEERS)

const latency = v.pipe(
  fields({ least: whole(0, 10_000), most: whole(0, 10_000) }),
  v.check(({ least, most }) => least <= most, 'must have `least` no greater than `most`'),
)

const join = v.variant(
  'type',
  [
    /** All at once. */
    fields({ type: v.literal('burst') }),
    /** One after the other. */
    fields({ type: v.literal('queue'), everyMs: whole(1, 60_000) }),
    /** Some at once, then some more. */
    fields({
      type: v.literal('waves'),
      size: whole(1, MOST_PEERS),
      everyMs: whole(1, 60_000),
    }),
  ],
  'must have the `type` burst, queue or waves',
)

const at = { atMs: ms }
const wireCount = whole(1, 100)

/** What happens at a time, counted from when all peers were ready. Peers are chosen by the seed. */
const step = v.variant(
  'do',
  [
    fields({ ...at, do: v.literal('add'), count: whole(1, MOST_PEERS) }),
    fields({ ...at, do: v.literal('crash'), share }),
    fields({ ...at, do: v.literal('leave'), share }),
    fields({ ...at, do: v.literal('partition'), share }),
    fields({ ...at, do: v.literal('latency'), share, ms: whole(1, 10_000) }),
    fields({ ...at, do: v.literal('loss'), share, amount: share }),
    fields({ ...at, do: v.literal('block'), share }),
    fields({ ...at, do: v.literal('block-bootstrap') }),
    // Of single wires: each from a peer to the one nearest to it.
    fields({ ...at, do: v.literal('slow-wires'), count: wireCount, ms: whole(1, 10_000) }),
    fields({ ...at, do: v.literal('lossy-wires'), count: wireCount, amount: share }),
    fields({ ...at, do: v.literal('cut-wires'), count: wireCount }),
    fields({ ...at, do: v.literal('heal') }),
  ],
  'must `do` add, crash, leave, partition, latency, loss, block, block-bootstrap, slow-wires, lossy-wires, cut-wires or heal',
)

const churn = fields({
  /** The mean of the lengths of sessions, which are spread exponentially, in milliseconds. */
  sessionMs: whole(1_000, 3_600_000),
  /** The share of those that go without a word. */
  crashShare: v.optional(share, 0.5),
})

/** Parses a scenario; what is left out gets its default. */
export const scenarioSchema = fields({
  peers: v.optional(peers, 64),
  seed,
  k: v.optional(whole(1, 20), 4),
  alpha: v.optional(whole(1, 10), 3),
  paths: v.optional(whole(1, 10), 1),
  /** Peers that each newcomer knows and asks first: the first ones that were started. */
  bootstraps: v.optional(whole(1, 8), 1),
  /** How often holders see that k copies exist, in milliseconds. */
  republishMs: v.optional(whole(1_000, 86_400_000), 60_000),
  expireMs: v.optional(whole(1_000, 86_400_000), 600_000),
  /** Records that a peer holds at most. */
  mostRecords: v.optional(whole(1, 100_000), 2_000),
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
  /** Let loose once the records have been put. */
  attack: v.optional(attackSchema),
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
  const what = { noun: 'scenario', example: '{"peers": 64, "k": 4}' }
  return parsePlain(scenarioSchema, data, what, (sentence) => new ScenarioError(sentence))
}
