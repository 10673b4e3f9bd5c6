// Defences as settings: what a Lab under attack has instead of what its scenario says.

import type { Scenario } from '../scenario.ts'
import type { Attack } from './attack.ts'

/** Copies that an eclipse has to outnumber. */
const WIDE_K = 12

/** Paths that no liar on another one can mislead. kad-dht begins with k contacts: it takes as many. */
const MANY_PATHS = 8

/** Records that are put so that there is something to attack. */
const TARGETS = 8

/** Bootstraps that would all have to be blocked. */
const MANY_BOOTSTRAPS = 3

/** Records that a peer takes under a flood, and what stands for no bound at all. */
const BOUND = 64
const UNBOUNDED = 100_000

/**
 * The settings that a scenario's attack meets: unprotected ones, or those of its defence. Where the
 * defence is how records are written (see `writingOf`) they stay as they are.
 */
export function settingsOf(scenario: Scenario): Scenario {
  const { attack } = scenario
  if (attack === undefined) return scenario
  const records = scenario.records === 0 ? TARGETS : scenario.records
  return { ...scenario, records, ...ownSettings(scenario, attack) }
}

function ownSettings(
  { k, paths, bootstraps }: Scenario,
  { type, defended }: Attack,
): Partial<Scenario> {
  if (type === 'flood') return { mostRecords: defended ? BOUND : UNBOUNDED }
  if (!defended) return {}
  switch (type) {
    case 'bootstrap':
      return { bootstraps: Math.max(bootstraps, MANY_BOOTSTRAPS) }
    case 'eclipse':
      return { k: Math.max(k, WIDE_K) }
    case 'liars':
      return { k: Math.max(k, MANY_PATHS), paths: Math.max(paths, MANY_PATHS) }
    case 'poison':
    case 'silence':
      return {}
  }
}

/** How records are written. */
export interface Writing {
  /** Under the hash of the value, where no other value is valid. */
  readonly byContent: boolean
  /** How many of the holders must confirm; below that the publisher takes another name. */
  readonly quorum: 'one' | 'majority'
}

/** How a scenario's records are written. */
export function writingOf({ attack }: Scenario): Writing {
  const defended = attack?.defended === true
  return {
    byContent: defended && attack.type === 'poison',
    quorum: defended && attack.type === 'silence' ? 'majority' : 'one',
  }
}
