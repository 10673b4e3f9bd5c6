// Facts about `kadscope lab`.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { decodeTrace } from '../src/event/trace.ts'
import { runLabCommand } from './lab-command.ts'

vi.setConfig({ testTimeout: 30_000 })

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kadscope-lab-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function scenario(data: unknown): Promise<string> {
  const file = join(folder, 'scenario.json')
  await writeFile(file, typeof data === 'string' ? data : JSON.stringify(data))
  return file
}

test('it runs the scenario, writes a trace that can be read, and sums up', async () => {
  const file = await scenario({ peers: 8, records: 2, durationMs: 50 })
  const trace = join(folder, 'trace.jsonl')
  const summary = await runLabCommand({ scenario: file, trace })
  expect(summary.counts.peers).toBe(8)
  expect(summary.recall.share).toBeGreaterThan(0.9)
  const { envelopes } = decodeTrace(await readFile(trace, 'utf8'))
  expect(envelopes.filter(({ event }) => event.kind === 'peer.started')).toHaveLength(8)
  expect(envelopes.some(({ event }) => event.kind === 'record.stored')).toBe(true)
})

test('a file that is missing, damaged or no scenario is refused in a sentence', async () => {
  const run = (file: string) => runLabCommand({ scenario: file })
  await expect(run(join(folder, 'none.json'))).rejects.toThrow('cannot be read')
  await expect(run(await scenario('{'))).rejects.toThrow('is not JSON')
  await expect(run(await scenario({ peers: 100_000 }))).rejects.toThrow('"peers" must be a whole')
  await expect(run(await scenario({ pears: 8 }))).rejects.toMatchObject({ name: 'ScenarioError' })
})
