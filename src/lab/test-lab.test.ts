// A fact that other tests rest on: what they see does not depend on how quick or busy the machine is.

import { afterEach, expect, test, vi } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { measureRecall } from './recall.ts'
import { TestLab } from './test-lab.ts'

vi.setConfig({ testTimeout: 60_000 })

let lab: TestLab

afterEach(() => lab.stop())

/** A minute of a Lab with records, lookups and a crash: all that its peers tell of it. */
async function story(): Promise<string[]> {
  lab = new TestLab('twice')
  const startedAt = lab.clock.now()
  const [, writer, victim] = await lab.join(12)
  if (writer === undefined || victim === undefined) throw new Error('no peers')
  await lab.run(writer.put('kept', { key: '/u/kept' }))
  await lab.run(lab.population.crash(victim.peerId))
  await lab.pass(60_000)
  await lab.run(measureRecall(lab.peers, lab.rules.k, seededRandom('recall')))
  await lab.stop()
  // Time begins when the test does, and lookups and messages are numbered on from Lab to Lab.
  const numbers = new Map<unknown, number>()
  return lab.told.map(({ at, peer, event }) =>
    JSON.stringify({ at, peer, event }, (field, value: unknown) => {
      if (field === 'at' || field === 'expiresAt') return Number(value) - startedAt
      if (field !== 'lookup' && field !== 'rpc') return value
      numbers.set(value, numbers.get(value) ?? numbers.size)
      return numbers.get(value)
    }),
  )
}

test('V3 by hand the same seed gives the same events at the same times', async () => {
  const first = await story()
  expect(first.length).toBeGreaterThan(3_000)
  expect(await story()).toEqual(first)
})
