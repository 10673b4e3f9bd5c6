// Facts about how well lookups do: two seconds after the last join or crash, in time moved by hand.

import { afterEach, describe, expect, test, vi } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { measureRecall } from './recall.ts'
import { choose } from './steps.ts'
import { TestLab } from './test-lab.ts'

// On a busy machine these take a while; what is counted is the time of the peers' own clock.
vi.setConfig({ testTimeout: 240_000 })

/** So long after the last join or crash lookups must find whom they should, in milliseconds. */
const SETTLED_MS = 2_000

let lab: TestLab

afterEach(() => lab.stop())

/** Lets every peer look up a random key: all find somebody, and 99 % exactly the true k closest. */
async function expectFound(): Promise<void> {
  const { lookups, exact, failed } = await lab.run(
    measureRecall(lab.peers, lab.rules.k, seededRandom('recall')),
  )
  expect(lookups).toBe(lab.peers.length)
  expect(failed).toBe(0)
  expect(exact / lookups).toBeGreaterThanOrEqual(0.99)
}

describe('V1 two seconds after the last join lookups find the true k closest', () => {
  test.each([
    { peers: 64, k: 4 },
    { peers: 200, k: 4 },
    { peers: 64, k: 8 },
    { peers: 200, k: 8 },
  ])(
    'of $peers peers in a burst, k $k; and V2 after three in ten crashed',
    async ({ peers, k }) => {
      lab = new TestLab(`burst of ${peers}`, { k })
      await lab.run(lab.population.burst(peers))
      await lab.pass(SETTLED_MS)
      await expectFound()

      const gone = choose(lab, 0.3, seededRandom('gone'))
      expect(gone).toHaveLength(Math.round((peers - 1) * 0.3))
      await lab.run(Promise.all(gone.map((peer) => lab.population.crash(peer))))
      await lab.pass(SETTLED_MS)
      expect(lab.peers).toHaveLength(peers - gone.length)
      await expectFound()
    },
  )

  test.each([64, 200])('of %i peers that came one after the other', async (peers) => {
    lab = new TestLab(`queue of ${peers}`)
    for (let count = 0; count < peers; count += 1) {
      await lab.run(lab.population.burst(1))
      await lab.pass(50)
    }
    await lab.pass(SETTLED_MS)
    await expectFound()
  })
})
