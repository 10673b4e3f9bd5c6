// The plan of an attack's measurement: the same network left alone, attacked, and attacked with the defence.

import * as v from 'valibot'
import { fields, parsePlain, seed, whole } from '../fields.ts'
import { parseScenario, ScenarioError, type Scenario } from '../scenario.ts'
import { ATTACKS, attackersField, attackType, type AttackType } from './attack.ts'

/** In which of the three networks. */
export type AttackVariant = 'calm' | 'attacked' | 'defended'

const planSchema = fields({
  type: attackType,
  peers: v.optional(whole(8, 200), 32),
  attackers: attackersField,
  /** Gets, or newcomers, that are counted in each network. */
  attempts: v.optional(whole(1, 1_000), 40),
  /** Records that are put. */
  records: v.optional(whole(1, 200), 16),
  k: v.optional(whole(1, 20), 4),
  seed,
})

/** What is measured. */
export interface AttackPlan extends v.InferOutput<typeof planSchema> {
  readonly type: AttackType
  readonly attackers: number
}

/**
 * Takes a plan from plain data; only `type` must be given.
 *
 * @throws ScenarioError
 */
export function parseAttackPlan(data: unknown): AttackPlan {
  const what = { noun: 'plan', example: '{"type": "eclipse", "peers": 32}' }
  const plan = parsePlain(planSchema, data, what, (sentence) => new ScenarioError(sentence))
  return { ...plan, attackers: plan.attackers ?? ATTACKS[plan.type].attackers }
}

/** The scenario of one of the three networks. */
export function scenarioOf(plan: AttackPlan, variant: AttackVariant): Scenario {
  const { type, attackers, peers, k, seed } = plan
  const defended = variant === 'defended'
  const attack = variant === 'calm' ? {} : { attack: { type, attackers, defended } }
  return parseScenario({ peers, k, seed, ...attack })
}
