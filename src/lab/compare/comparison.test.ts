// Facts about the comparison: one workload on three arrangements, and what is left when the server is gone.

import { describe, expect, test, vi } from 'vitest'
import { HandTime } from '../hand-time.ts'
import { ScenarioError } from '../scenario.ts'
import { parseComparisonPlan, type Arrangement } from './comparison-plan.ts'
import { runComparison, type ComparisonRow, type Phase } from './run-comparison.ts'

vi.setConfig({ testTimeout: 120_000 })

test.each([
  [{ sizes: [2] }, '"sizes.0" must be a whole number from 4 to 200, but is 2'],
  [{ sizes: [] }, '"sizes" must be a list of 1 to 8 different whole numbers from 4 to 200'],
  [{ gets: 0 }, '"gets" must be a whole number from 1 to 1000'],
  [{ servers: 2 }, '"servers" is unknown. Allowed there: sizes, records, gets, k, seed'],
])('the plan %j is refused in a sentence that names the field', (data, sentence) => {
  expect(() => parseComparisonPlan(data)).toThrow(ScenarioError)
  expect(() => parseComparisonPlan(data)).toThrow(sentence)
})

describe('V11 the same workload', () => {
  test('survives the loss of its introducer on the DHT, and on no server', async () => {
    const plan = parseComparisonPlan({ sizes: [16], records: 8, gets: 40 })
    const rows = new Map<string, ComparisonRow>()
    const clock = new HandTime()
    await clock.until(
      (async () => {
        for await (const step of runComparison(plan, { clock })) {
          if (step.type === 'row') rows.set(`${step.row.arrangement} ${step.row.phase}`, step.row)
        }
      })(),
    )
    const row = (arrangement: Arrangement, phase: Phase): ComparisonRow => {
      const found = rows.get(`${arrangement} ${phase}`)
      if (found === undefined) throw new Error(`${arrangement} ${phase} was not measured`)
      expect(found.right + found.failed).toBe(found.gets)
      return found
    }
    expect(rows.size).toBe(9)
    for (const arrangement of ['central', 'rendezvous', 'dht'] as const) {
      expect(row(arrangement, 'running').right).toBe(40)
    }
    // A request and an answer for each of 8 puts and 40 gets; all requests go to the server.
    expect(row('central', 'running')).toMatchObject({ messages: 96, loadMost: 48, joinMessages: 0 })
    expect(row('central', 'running').loadMean).toBeCloseTo(96 / 17)
    expect(row('central', 'crashed').right).toBe(40)
    expect(row('central', 'killed')).toMatchObject({ right: 0, messages: 0 })
    // Only what a peer has itself is left to it.
    expect(row('rendezvous', 'killed').right).toBeLessThan(20)
    expect(row('dht', 'killed').right).toBeGreaterThanOrEqual(38)
    // What the server saves in messages it has to bear alone.
    expect(row('dht', 'running').messages).toBeGreaterThan(row('central', 'running').messages)
    const burden = ({ loadMost, loadMean }: ComparisonRow): number => loadMost / loadMean
    expect(burden(row('dht', 'running'))).toBeLessThan(burden(row('central', 'running')))
  })
})
