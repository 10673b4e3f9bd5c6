// How much a Lab's peers do by themselves: tables still fill for minutes, and others ask for things too.

import { afterEach, expect, test } from 'vitest'
import { TestLab } from './test-lab.ts'

let lab: TestLab

afterEach(() => lab.stop())

test('V20 peers whose tables still fill leave time for what others ask', async () => {
  lab = new TestLab('upkeep')
  const peers = 96
  await lab.join(peers)
  // The first rounds are over, and newcomers that matter have come.
  await lab.pass(2_000)
  lab.told.length = 0
  const seconds = 6
  await lab.pass(seconds * 1_000)
  const rounds = lab.events('lookup.started').filter(({ operation }) => operation === 'self').length
  // Rests differ by a quarter, so that not all look round together.
  expect(rounds / seconds).toBeLessThan((4 / 3) * (1_000 / 16))
  // And it is not that nobody looks round any more.
  expect(rounds).toBeGreaterThan(peers / 2)
})
