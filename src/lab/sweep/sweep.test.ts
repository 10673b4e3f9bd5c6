// Facts about sweeps: their plans, what they measure beside brute force, their end, their table.

import { describe, expect, test, vi } from 'vitest'
import { realClock } from '../../base/clock.ts'
import type { Event } from '../../event/event.ts'
import type { RecordKey } from '../../kad/kad-id.ts'
import { kadIdOfKey } from '../../kad/kad-id.ts'
import { population } from '../../kad/test-population.ts'
import { ScenarioError } from '../scenario.ts'
import { LookupMeter } from './lookup-meter.ts'
import { runSweep, type SweepRow, type SweepStep } from './run-sweep.ts'
import { writeCsv } from './sweep-csv.ts'
import { parseSweepPlan, pointsOf } from './sweep-plan.ts'

vi.setConfig({ testTimeout: 120_000 })

const [asker = 'a', near = 'b', far = 'c'] = population(3, 'meter')

function hear(meter: LookupMeter, events: readonly object[]): void {
  for (const [seq, event] of events.entries()) {
    const common = { seq, at: seq, peer: asker, source: 'lab' } as const
    meter.hear({ ...common, event: event as Event } as Parameters<LookupMeter['hear']>[0])
  }
}

describe('a plan', () => {
  test.each([
    [{ peers: [] }, '"peers" must be a list of 1 to 20 different whole numbers from 2 to 1000'],
    [{ peers: [8, 8] }, '"peers" must be a list of 1 to 20 different'],
    [{ peers: [100_000] }, '"peers.0" must be a whole number from 2 to 1000, but is 100000'],
    [{ peers: 8 }, '"peers" must be a list'],
    [{ size: 8 }, '"size" is unknown. Allowed there: peers, k, alpha, paths, lookups'],
    [
      { peers: [8, 9, 10, 11, 12, 13], k: [1, 2, 3, 4, 5], alpha: [1, 2, 3, 4] },
      'at most 100 points',
    ],
  ])('%j is refused in a sentence that names the field', (data, sentence) => {
    expect(() => parseSweepPlan(data)).toThrow(ScenarioError)
    expect(() => parseSweepPlan(data)).toThrow(sentence)
  })

  test('has every combination once, small networks first', () => {
    expect(pointsOf(parseSweepPlan({ peers: [16, 8], k: [4, 2] }))).toEqual([
      { peers: 8, k: 2, alpha: 3, paths: 1 },
      { peers: 8, k: 4, alpha: 3, paths: 1 },
      { peers: 16, k: 2, alpha: 3, paths: 1 },
      { peers: 16, k: 4, alpha: 3, paths: 1 },
    ])
  })
})

test('a lookup costs its requests, and as many hops as peers name one another up to the nearest', () => {
  const meter = new LookupMeter()
  const target = kadIdOfKey('/u/x' as RecordKey)
  const start = { kind: 'lookup.started', operation: 'closest', target }
  const answered = { kind: 'rpc.answered', ms: 1, bytes: 1, hasRecord: false }
  hear(meter, [
    { ...start, lookup: 'l', background: false },
    { ...start, lookup: 'upkeep', background: true },
    { kind: 'rpc.sent', rpc: '1', lookup: 'l', to: far },
    { kind: 'rpc.sent', rpc: '2', lookup: 'upkeep', to: far },
    { ...answered, rpc: '1', from: far, closer: [near] },
    { kind: 'rpc.sent', rpc: '3', lookup: 'l', to: near },
    { ...answered, rpc: '3', from: near, closer: [far] },
    { kind: 'lookup.finished', lookup: 'l', outcome: 'done', closest: [near, far], ms: 3 },
    { kind: 'lookup.finished', lookup: 'upkeep', outcome: 'done', closest: [far], ms: 3 },
  ])
  expect(meter.take()).toEqual([{ messages: 2, hops: 2 }])
  expect(meter.take()).toEqual([])
})

describe('V12 a sweep', () => {
  test('measures each point of its plan as it comes', async () => {
    const plan = parseSweepPlan({ peers: [6, 24], k: [4], lookups: 24, records: 4 })
    const rows: SweepRow[] = []
    const stages = new Set<string>()
    for await (const step of runSweep(plan, { clock: realClock })) {
      if (step.type === 'row') rows.push(step.row)
      else stages.add(`${step.point.peers} ${step.stage}`)
    }
    expect(rows.map(({ peers }) => peers)).toEqual([6, 24])
    expect([...stages]).toEqual(['6 joining', '6 measuring', '24 joining', '24 measuring'])
    for (const row of rows) {
      expect(row.recall).toBeGreaterThanOrEqual(0.97)
      expect(row.exact).toBeLessThanOrEqual(1)
      expect(row.copies).toBe(4)
      expect(row.hops).toBeGreaterThanOrEqual(1)
      expect(row.messages).toBeGreaterThanOrEqual(4)
      expect(row.tableSize).toBeGreaterThan(4)
    }
    // Six peers with k 4 all know each other; of 24 each knows only some.
    expect(rows[0]?.tableSize).toBe(5)
    expect(rows[1]?.tableSize).toBeLessThan(23)
  })

  test('ends with the reason it was cancelled for', async () => {
    const cancel = new AbortController()
    const reason = new Error('enough')
    const steps: SweepStep[] = []
    const run = async (): Promise<void> => {
      const plan = parseSweepPlan({ peers: [16, 64] })
      for await (const step of runSweep(plan, { clock: realClock, signal: cancel.signal })) {
        steps.push(step)
        cancel.abort(reason)
      }
    }
    await expect(run()).rejects.toBe(reason)
    expect(steps.some(({ type }) => type === 'row')).toBe(false)
  })
})

test('the table has a heading and a line a row, with plain numbers', () => {
  const point = { peers: 64, k: 4, alpha: 3, paths: 1 }
  const cost = { hops: 1.5, messages: 7.123456, tableSize: 20, copies: 4, exact: 1, recall: 1 }
  expect(writeCsv([{ ...point, ...cost, readyMs: 1_234.5 }])).toBe(
    'peers,log2_peers,k,alpha,paths,hops,messages,table_size,copies,exact,recall,ready_ms\r\n' +
      '64,6,4,3,1,1.5,7.1235,20,4,1,1,1234.5\r\n',
  )
  expect(writeCsv([]).split('\r\n')).toHaveLength(2)
})
