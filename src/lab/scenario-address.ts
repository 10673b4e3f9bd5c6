// Scenarios in an address: a few short fields for people, everything in one for sharing.

import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { parseScenario, ScenarioError, scenarioSchema, type Scenario } from './scenario.ts'
import * as v from 'valibot'

/** What `/?lab=64` has unless it says otherwise: enough delay to see who waits for whom. */
const PAGE_LATENCY = { least: 5, most: 20 }

/** The fields that an address can have beside `lab`, which is the number of peers. */
const NUMBERS = [
  'k',
  'alpha',
  'paths',
  'bootstraps',
  'loss',
  'records',
  'lookupsPerSecond',
] as const

/** Whether an address asks for a Lab. */
export function asksForLab(query: URLSearchParams): boolean {
  return query.has('lab') || query.has('scenario')
}

/**
 * Reads the scenario of an address: `?scenario=` as `writeScenario` makes it, or
 * `?lab=64&k=4&alpha=3&paths=1&seed=x&latency=5-20&loss=0.01&records=10&lookupsPerSecond=2`, with
 * `&attack=eclipse&attackers=8&defended=1` for an attack.
 *
 * @throws ScenarioError
 */
export function readScenario(query: URLSearchParams): Scenario {
  const packed = query.get('scenario')
  if (packed !== null) return unpack(packed)
  const data: Record<string, unknown> = { latency: PAGE_LATENCY }
  const peers = query.get('lab')
  if (peers !== null && peers !== '') data['peers'] = Number(peers)
  for (const field of NUMBERS) {
    const text = query.get(field)
    if (text !== null) data[field] = Number(text)
  }
  const seed = query.get('seed')
  if (seed !== null) data['seed'] = seed
  const latency = query.get('latency')
  if (latency !== null) data['latency'] = rangeOf(latency)
  const attack = query.get('attack')
  if (attack !== null) data['attack'] = attackOf(attack, query)
  return parseScenario(data)
}

/** The value of `?scenario=` for a scenario; what has its default is left out. */
export function writeScenario(scenario: Scenario): string {
  const usual = v.parse(scenarioSchema, {}) as Record<string, unknown>
  const said = Object.entries(scenario).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(usual[field]),
  )
  return toString(fromString(JSON.stringify(Object.fromEntries(said))), 'base64url')
}

function unpack(packed: string): Scenario {
  let data: unknown
  try {
    data = JSON.parse(toString(fromString(packed, 'base64url')))
  } catch {
    throw new ScenarioError('The address’s scenario is damaged: copy the whole link once more.')
  }
  return parseScenario(data)
}

/** `5-20`, or `20` for always the same. */
function rangeOf(text: string): unknown {
  const [least = '', most = least] = text.split('-')
  return { least: least === '' ? text : Number(least), most: Number(most) }
}

/** The attack of `?attack=eclipse&attackers=8&defended=1`; a `defended` without a value is one too. */
function attackOf(type: string, query: URLSearchParams): unknown {
  const attackers = query.get('attackers')
  const defended = query.get('defended') ?? '0'
  return {
    type,
    ...(attackers === null ? {} : { attackers: Number(attackers) }),
    defended: ['', '1', 'true'].includes(defended) || (defended === '0' ? false : defended),
  }
}
