// Facts about what attacks are made of: identities at chosen places, messages, plans, settings.

import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../base/random.ts'
import { kadIdOfBytes, kadIdOfPeer } from '../../kad/kad-id.ts'
import { commonPrefixLength } from '../../kad/metric.ts'
import { parseScenario, ScenarioError } from '../scenario.ts'
import { readScenario } from '../scenario-address.ts'
import { parseAttackPlan, scenarioOf } from './attack-plan.ts'
import { ATTACKS } from './attack.ts'
import { settingsOf, writingOf } from './defend.ts'
import { searchIdentities } from './identities.ts'

test('identities are made until enough lie where they should, the same for the same seed', () => {
  const target = kadIdOfBytes(new Uint8Array([1]))
  const search = () =>
    searchIdentities(3, seededRandom('near'), ({ kadId }) => commonPrefixLength(target, kadId) >= 5)
  const found = search()
  expect(found).toHaveLength(3)
  for (const { name, kadId } of found) {
    expect(kadId).toBe(kadIdOfPeer(name))
    expect(commonPrefixLength(target, kadId)).toBeGreaterThanOrEqual(5)
  }
  expect(search().map(({ name }) => name)).toEqual(found.map(({ name }) => name))
})

describe('a plan', () => {
  test.each([
    [{}, '"type" must be given'],
    [{ type: 'rain' }, '"type" must be one of bootstrap, eclipse, poison, flood, liars, silence'],
    [{ type: 'flood', peers: 100_000 }, '"peers" must be a whole number from 8 to 200'],
    [{ type: 'flood', size: 3 }, '"size" is unknown. Allowed there: type, peers, attackers'],
    [[], 'A plan is an object'],
  ])('%j is refused in a sentence that names the field', (data, sentence) => {
    expect(() => parseAttackPlan(data)).toThrow(ScenarioError)
    expect(() => parseAttackPlan(data)).toThrow(sentence)
  })

  test('has the attackers of its attack, and three scenarios that differ in the attack only', () => {
    const plan = parseAttackPlan({ type: 'eclipse' })
    expect(plan.attackers).toBe(ATTACKS.eclipse.attackers)
    const { attack, ...rest } = scenarioOf(plan, 'defended')
    expect(attack).toEqual({ type: 'eclipse', attackers: 8, defended: true })
    expect(scenarioOf(plan, 'calm')).toEqual(rest)
  })
})

describe('a defence', () => {
  test('changes the settings once, however often it is applied', () => {
    for (const type of ['bootstrap', 'eclipse', 'liars', 'flood'] as const) {
      const scenario = parseScenario({ attack: { type, defended: true } })
      const settings = settingsOf(scenario)
      expect(settings).not.toEqual(scenario)
      expect(settingsOf(settings)).toEqual(settings)
    }
    expect(settingsOf(parseScenario({ attack: { type: 'eclipse' } })).k).toBe(4)
    expect(settingsOf(parseScenario({ attack: { type: 'eclipse', defended: true } })).k).toBe(12)
    expect(
      settingsOf(parseScenario({ k: 20, attack: { type: 'eclipse', defended: true } })).k,
    ).toBe(20)
  })

  test('against false values is the content address, and against silence the quorum', () => {
    const writing = (type: string) => writingOf(parseScenario({ attack: { type, defended: true } }))
    expect(writing('poison')).toEqual({ byContent: true, quorum: 'one' })
    expect(writing('silence')).toEqual({ byContent: false, quorum: 'majority' })
    expect(writingOf(parseScenario({ attack: { type: 'poison' } })).byContent).toBe(false)
  })
})

test('an address says an attack', () => {
  const read = (query: string) => readScenario(new URLSearchParams(query)).attack
  expect(read('lab=32&attack=liars&attackers=5&defended=1')).toEqual({
    type: 'liars',
    attackers: 5,
    defended: true,
  })
  expect(read('lab=32&attack=liars')).toEqual({ type: 'liars', defended: false })
  expect(() => read('lab=32&attack=rain')).toThrow('"attack.type" must be one of bootstrap')
  expect(() => read('lab=32&attack=liars&attackers=0')).toThrow('"attack.attackers" must be')
  expect(() => read('lab=32&attack=liars&defended=maybe')).toThrow('"attack.defended" must be')
})
