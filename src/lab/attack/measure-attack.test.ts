// Facts about attacks: how much damage each does to honest peers that run the real code, and its defence.

import { describe, expect, test, vi } from 'vitest'
import { HandTime } from '../hand-time.ts'
import { parseAttackPlan, type AttackVariant } from './attack-plan.ts'
import type { Damage } from './damage.ts'
import { measureAttack } from './measure-attack.ts'

// Three networks each; time is moved by hand, but on a busy machine these take a while.
vi.setConfig({ testTimeout: 240_000 })

async function measure(plan: object): Promise<Record<AttackVariant, Damage>> {
  const damages: Partial<Record<AttackVariant, Damage>> = {}
  const clock = new HandTime()
  const run = async (): Promise<void> => {
    for await (const step of measureAttack(parseAttackPlan(plan), { clock })) {
      if (step.type === 'damage') damages[step.damage.variant] = step.damage
    }
  }
  await clock.until(run())
  const { calm, attacked, defended } = damages
  if (calm === undefined || attacked === undefined || defended === undefined) {
    throw new Error('not all three were measured')
  }
  for (const { attempts, right, wrong, failed } of [calm, attacked, defended]) {
    expect(right + wrong + failed).toBe(attempts)
  }
  return { calm, attacked, defended }
}

describe('V10 an attack is measured beside the calm and the defended network', () => {
  test('bootstrap: nobody gets in who knows only the blocked one; others do', async () => {
    const { calm, attacked, defended } = await measure({
      type: 'bootstrap',
      peers: 16,
      attempts: 8,
    })
    expect(calm.right).toBe(8)
    expect(attacked.failed).toBe(8)
    expect(defended.right).toBe(8)
  })

  test('eclipse: the record is lost at k 4, and outlives as many attackers at k 12', async () => {
    const { calm, attacked, defended } = await measure({ type: 'eclipse', peers: 24, attempts: 20 })
    expect(calm.right).toBe(20)
    expect(attacked.attackers).toBe(8)
    expect(attacked.failed).toBeGreaterThanOrEqual(10)
    expect(defended.right).toBeGreaterThanOrEqual(19)
  })

  test('poison: every get brings the false value under /u/, and none under /c/', async () => {
    const { calm, attacked, defended } = await measure({ type: 'poison', peers: 16, attempts: 20 })
    expect(calm.right).toBe(20)
    expect(attacked).toMatchObject({ wrong: 20, right: 0 })
    expect(defended).toMatchObject({ right: 20, wrong: 0 })
  })

  test('flood: without a bound a peer holds what is sent, with one no more than that', async () => {
    const { calm, attacked, defended } = await measure({ type: 'flood', peers: 16, attempts: 20 })
    expect(calm.heldMost).toBeLessThanOrEqual(16)
    expect(attacked.heldMost).toBeGreaterThan(64)
    expect(defended.heldMost).toBeLessThanOrEqual(64)
  })

  test('liars: some gets end among accomplices, and fewer with eight disjoint paths', async () => {
    const { calm, attacked, defended } = await measure({ type: 'liars', peers: 48, attempts: 60 })
    expect(calm.right).toBe(60)
    expect(attacked.failed).toBeGreaterThanOrEqual(6)
    expect(defended.failed).toBeLessThan(attacked.failed / 2)
  })

  test('silence: records that nobody took are lost, and with a quorum go elsewhere', async () => {
    const { calm, attacked, defended } = await measure({ type: 'silence', peers: 24, attempts: 40 })
    expect(calm.right).toBeGreaterThanOrEqual(38)
    expect(attacked.failed).toBeGreaterThanOrEqual(4)
    expect(defended.failed).toBeLessThan(attacked.failed / 2)
  })
})
