// kadscope lab SCENARIO.json: runs a Lab without a page, writes a trace and a summary.

import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { once } from 'node:events'
import { delay, realClock } from '../src/base/clock.ts'
import { encodeHeader, encodeLine, MAX_TRACE_ENVELOPES, traceHeader } from '../src/event/trace.ts'
import { Lab, type LabCounts } from '../src/lab/lab.ts'
import type { Recall } from '../src/lab/recall.ts'
import { parseScenario, ScenarioError, type Scenario } from '../src/lab/scenario.ts'

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
 * @throws ScenarioError when the file cannot be read or is no scenario
 */
export async function runLabCommand(init: LabCommandInit): Promise<LabSummary> {
  const scenario = await readScenarioFile(init.scenario)
  const trace = init.trace === undefined ? undefined : createWriteStream(init.trace)
  // Its failures come with the next write or the end.
  if (trace !== undefined) await once(trace, 'open')
  const startedAt = realClock.now()
  trace?.write(`${encodeHeader(traceHeader({ startedAt, title: init.scenario }))}\n`)
  let told = 0
  const lab = new Lab({
    scenario,
    clock: realClock,
    onEnvelope(envelope) {
      told += 1
      if (told <= MAX_TRACE_ENVELOPES) trace?.write(`${encodeLine(envelope)}\n`)
    },
  })
  const stop = (): void => void lab.stop()
  init.signal?.addEventListener('abort', stop, { once: true })
  try {
    let readyMs = 0
    const running = lab.run()
    await lab.untilOpen()
    await lab.untilReady()
    readyMs = realClock.now() - startedAt
    await running
    await delay(realClock, scenario.durationMs, init.signal).catch(() => undefined)
    const recall = await lab.recall()
    const counts = lab.counts()
    const traced = trace === undefined ? 0 : Math.min(told, MAX_TRACE_ENVELOPES)
    return { scenario, readyMs, counts, recall, told, traced }
  } finally {
    init.signal?.removeEventListener('abort', stop)
    await lab.stop()
    if (trace !== undefined) await new Promise((resolve) => trace.end(resolve))
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
