// The damage of an attack, with and without its defence: shares of attempts that went well or wrong.

import { delay } from '../../base/clock.ts'
import { seededRandom, type Random } from '../../base/random.ts'
import { times, untilJoined, withLab, type Count, type ExperimentInit } from '../experiment.ts'
import type { Lab } from '../lab.ts'
import type { PutRecord } from '../load.ts'
import { choose } from '../steps.ts'
import { scenarioOf, type AttackPlan, type AttackVariant } from './attack-plan.ts'
import type { AttackStep, Damage, Verdict } from './damage.ts'
import { newcomers } from './newcomers.ts'

/** The share of honest peers that crash where silent holders are tried: copies are for that. */
const CRASH_SHARE = 0.3

/** How long the network has to settle after an attack or a crash, in milliseconds. */
const SETTLE_MS = 4_000

/** Gets that are made at once. */
const AT_ONCE = 8

const VARIANTS: readonly AttackVariant[] = ['calm', 'attacked', 'defended']

/**
 * Measures an attack in three networks of the same seed: left alone, attacked, and attacked with
 * the defence.
 */
export async function* measureAttack(
  plan: AttackPlan,
  init: ExperimentInit,
): AsyncGenerator<AttackStep> {
  for (const variant of VARIANTS) {
    yield* withLab(scenarioOf(plan, variant), init, (lab) => measureOne(lab, plan, variant, init))
  }
}

async function* measureOne(
  lab: Lab,
  plan: AttackPlan,
  variant: AttackVariant,
  init: ExperimentInit,
): AsyncGenerator<AttackStep> {
  const tell = (
    stage: 'joining' | 'attacking' | 'measuring',
    { done, total }: Count,
  ): AttackStep => ({
    type: 'progress',
    variant,
    stage,
    done,
    total,
  })
  for await (const count of untilJoined(lab, init)) yield tell('joining', count)
  yield tell('attacking', { done: 0, total: 1 })
  const records = await attackLab(lab, plan, init)
  yield tell('attacking', { done: 1, total: 1 })

  const random = seededRandom(`${plan.seed}/attempts`)
  const before = lab.counts().messages
  const verdicts: Verdict[] = []
  const attempts =
    plan.type === 'bootstrap'
      ? newcomers(lab, plan.attempts, random, init)
      : times(plan.attempts, AT_ONCE, init.signal, () => getOne(lab, records, random).then(keep))
  function keep(verdict: Verdict): void {
    verdicts.push(verdict)
  }
  for await (const step of attempts) {
    if ('verdict' in step) keep(step.verdict)
    else yield tell('measuring', step)
  }
  const count = (of: Verdict): number => verdicts.filter((verdict) => verdict === of).length
  const damage: Damage = {
    type: plan.type,
    variant,
    attackers: lab.attacked?.attackers.length ?? 0,
    attempts: verdicts.length,
    right: count('right'),
    wrong: count('wrong'),
    failed: count('failed'),
    messages: lab.counts().messages - before,
    heldMost: Math.max(0, ...lab.peers.map((peer) => peer.snapshot().records.length)),
  }
  yield { type: 'damage', damage }
}

/** Puts the records and lets the attack loose, in the order that it needs; the records to get. */
async function attackLab(
  lab: Lab,
  { type, records, seed }: AttackPlan,
  { clock, signal }: ExperimentInit,
): Promise<readonly (PutRecord | undefined)[]> {
  const { attack } = lab.scenario
  if (type === 'bootstrap') {
    if (attack !== undefined) await lab.attack(attack)
    return []
  }
  if (type === 'silence') {
    if (attack !== undefined) await lab.attack(attack)
    await delay(clock, SETTLE_MS, signal)
    const put = await lab.putRecords(records)
    await lab.crash(choose(lab, CRASH_SHARE, seededRandom(`${seed}/crash`)))
    await delay(clock, SETTLE_MS, signal)
    return put
  }
  const put = await lab.putRecords(records)
  // Of two values of one moment the greater hash wins: what is attacked has been there for a while.
  await delay(clock, SETTLE_MS, signal)
  if (attack !== undefined) await lab.attack(attack)
  // Each lookup that liars mislead gives their accomplices places in tables: what counts is the first.
  if (type !== 'liars') await delay(clock, SETTLE_MS, signal)
  return type === 'eclipse' ? put.slice(0, 1) : put
}

/** A random honest peer fetches one of the records. */
async function getOne(
  lab: Lab,
  records: readonly (PutRecord | undefined)[],
  random: Random,
): Promise<Verdict> {
  const by = random.pick(lab.peers)
  const record = random.pick(records)
  // What nobody took is missing as much as what got lost.
  if (record === undefined) return 'failed'
  const { key, value } = record
  const got = await by.get(key).catch(() => undefined)
  if (got === undefined) return 'failed'
  return JSON.stringify(got.value) === JSON.stringify(value) ? 'right' : 'wrong'
}
