// kadscope lab SCENARIO.json: runs a Lab without a page, writes a trace and a summary.

import { readFile } from 'node:fs/promises'
import { delay, realClock } from '../src/base/clock.ts'
import { Lab, type LabCounts } from '../src/lab/lab.ts'
import type { Recall } from '../src/lab/recall.ts'
import { parseScenario, ScenarioError, type Scenario } from '../src/lab/scenario.ts'
import { publicKeyOf } from './public-key.ts'
import { openTraceFile } from './trace-file.ts'

/** What `kadscope lab` is asked for. */
export interface LabCommandInit {
  /** The scenario's file. */
  readonly scenario: string
  /** Where the trace goes. @default nowhere */
  readonly trace?: string
  /** Ends the run early. @default never */
  readonly signal?: AbortSignal
}

/** What is printed at the end, as JSON. */
export interface LabSummary {
  readonly scenario: Scenario
  /** Until all first peers had joined, in milliseconds. */
  readonly readyMs: number
  readonly counts: LabCounts
  readonly recall: Recall
  /** Envelopes that were told, and those of them that are in the trace, which is bounded. */
  readonly told: number
  readonly traced: number
}

/**
 * Runs the Lab of a scenario's file for as long as the scenario says.
 *
 * @throws ScenarioError when the file cannot be read or is no scenario; FileError when the trace
 *   cannot be written
 */
export async function runLabCommand(init: LabCommandInit): Promise<LabSummary> {
  const scenario = await readScenarioFile(init.scenario)
  const startedAt = realClock.now()
  const title = init.scenario
  const trace =
    init.trace === undefined ? undefined : await openTraceFile(init.trace, { startedAt, title })
  let told = 0
  const lab = new Lab({
    scenario,
    clock: realClock,
    publicKeyOf,
    onEnvelope(envelope) {
      told += 1
      trace?.write(envelope)
    },
  })
  const stop = (): void => void lab.stop()
  init.signal?.addEventListener('abort', stop, { once: true })
  try {
    const running = lab.run()
    await lab.untilOpen()
    await lab.untilReady()
    const readyMs = realClock.now() - startedAt
    await running
    await delay(realClock, scenario.durationMs, init.signal).catch(() => undefined)
    const recall = await lab.recall()
    const counts = lab.counts()
    // Peers that stop have a last word.
    await lab.stop()
    return { scenario, readyMs, counts, recall, told, traced: trace?.written() ?? 0 }
  } finally {
    init.signal?.removeEventListener('abort', stop)
    await lab.stop()
    await trace?.close()
  }
}

async function readScenarioFile(file: string): Promise<Scenario> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (thrown) {
    throw new ScenarioError(`The scenario ${file} cannot be read: ${String(thrown)}.`)
  }
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (thrown) {
    throw new ScenarioError(`The scenario ${file} is not JSON: ${String(thrown)}.`)
  }
  return parseScenario(data)
}
