// What the viewer did to a Lab, as steps of its scenario: so that a link can do it again.

import type { PeerName } from '../../src/kad/kad-id.ts'
import {
  parseScenario,
  type Churn,
  type Scenario,
  type ScenarioStep,
} from '../../src/lab/scenario.ts'
import { writeScenario } from '../../src/lab/scenario-address.ts'
import { wireCount } from '../draw/lab-wires.ts'

/** Something that the viewer did. Who is hit is known here; in a link it is left to the seed. */
export type Deed =
  | { readonly do: 'add'; readonly count: number }
  | { readonly do: 'crash' | 'partition' | 'block'; readonly peers: readonly PeerName[] }
  | { readonly do: 'latency'; readonly peers: readonly PeerName[]; readonly ms: number }
  | { readonly do: 'loss'; readonly peers: readonly PeerName[]; readonly amount: number }
  | { readonly do: 'block-bootstrap' | 'heal' }
  | { readonly do: 'slow-wires'; readonly between: readonly PeerName[]; readonly ms: number }
  | { readonly do: 'lossy-wires'; readonly between: readonly PeerName[]; readonly amount: number }
  | { readonly do: 'cut-wires'; readonly between: readonly PeerName[] }

/** The longest that a step can be put off, in milliseconds, and the most steps of a scenario. */
const LATEST_MS = 3_600_000
const MOST_STEPS = 200

/**
 * The step that does the same to as large a share of the peers.
 *
 * @param peers that ran then
 * @param atMs milliseconds since all were ready
 */
export function stepOf(deed: Deed, peers: number, atMs: number): ScenarioStep {
  const at = { atMs: Math.round(Math.min(LATEST_MS, Math.max(0, atMs))) }
  if ('between' in deed) {
    const { between, ...what } = deed
    return { ...at, ...what, count: wireCount(between.length) }
  }
  if (!('peers' in deed)) return { ...at, ...deed }
  // The bootstrap is never chosen, and so is not counted.
  const share = round(Math.min(1, deed.peers.length / Math.max(1, peers - 1)))
  switch (deed.do) {
    case 'latency':
      return { ...at, do: deed.do, share, ms: deed.ms }
    case 'loss':
      return { ...at, do: deed.do, share, amount: deed.amount }
    case 'crash':
    case 'partition':
    case 'block':
      return { ...at, do: deed.do, share }
  }
}

/** The scenario with these steps after its own, and this churn; the latest steps go when it is full. */
export function scenarioWith(
  scenario: Scenario,
  steps: readonly ScenarioStep[],
  churn: Churn | undefined,
): Scenario {
  const all = [...scenario.steps, ...steps].slice(0, MOST_STEPS)
  return parseScenario({ ...scenario, steps: all, churn })
}

/** The address of a Lab: what it is shared by. @param base the page's own address */
export function linkTo(scenario: Scenario, base: string, view?: string): string {
  const url = new URL(base)
  url.hash = ''
  url.search = new URLSearchParams({
    scenario: writeScenario(scenario),
    ...(view === undefined ? {} : { view }),
  }).toString()
  return url.href.replaceAll('%2C', ',')
}

/** Four digits: exact for a thousand peers. */
function round(share: number): number {
  return Math.round(share * 10_000) / 10_000
}
