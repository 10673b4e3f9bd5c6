// The session of a Lab: a worker full of peers, one of which stands for the viewer.

import { rulesOfLab } from '../../src/lab/lab-rules.ts'
import { readScenario } from '../../src/lab/scenario-address.ts'
import type { Scenario } from '../../src/lab/scenario.ts'
import type { LabSession } from './lab-controls.ts'
import { LabRun } from './lab-run.ts'
import { stillJoins } from './still-joins.ts'

/**
 * Opens the Lab that an address asks for in a worker that has been started, or ends that.
 *
 * @throws ScenarioError, LabDiedError
 */
export async function openLabSession(query: URLSearchParams, worker: Worker): Promise<LabSession> {
  const scenario = scenarioOf(query, worker)
  const run = new LabRun(scenario, worker)
  const own = await run.open()
  return {
    tier: 'lab',
    own,
    settings: { ...rulesOfLab(scenario), multiaddrs: ['/memory/0'] },
    peer: run.ownPeer(own),
    lab: run.controls(),
    now: () => run.now(),
    joining: () => stillJoins(run.status?.counts),
    onEnvelopes: (listener) => run.onEnvelopes(listener),
    stop: () => run.stop(),
  }
}

function scenarioOf(query: URLSearchParams, worker: Worker): Scenario {
  try {
    return readScenario(query)
  } catch (error) {
    worker.terminate()
    throw error
  }
}
