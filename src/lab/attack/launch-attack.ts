// Lets an attack loose on a Lab that runs.

import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { Envelope } from '../../event/envelope.ts'
import type { PeerName, RecordKey } from '../../kad/kad-id.ts'
import type { LabActions } from '../lab-actions.ts'
import { rulesOfLab } from '../lab-rules.ts'
import { ATTACKS, type Attack, type AttackType } from './attack.ts'
import { eclipse } from './eclipse.ts'
import { flood } from './flood.ts'
import { Gang } from './gang.ts'
import { spreadLiars } from './liars.ts'
import { poison } from './poison.ts'
import { spreadSilence } from './silence.ts'

/** An attack in force. */
export interface LaunchedAttack {
  readonly type: AttackType
  /** The attackers that show themselves. */
  readonly attackers: readonly PeerName[]
  /** Peers of theirs that seek nobody: the attackers name them. */
  readonly accomplices: readonly PeerName[]
  /** The records that it is aimed at. */
  readonly keys: readonly RecordKey[]
  /** When the attackers had done what they do at first, in milliseconds on the Lab's clock. */
  readonly since: number
  /** Takes the attackers away. What they did stays done. */
  stop(): void
}

export interface LaunchInit {
  readonly lab: LabActions
  readonly attack: Attack
  /** Records that have been put. */
  readonly keys: readonly RecordKey[]
  readonly clock: Clock
  readonly random: Random
  readonly onEnvelope: (envelope: Envelope) => void
}

/** Lets an attack loose; resolves when the attackers have done what they do at first. */
export async function launchAttack(init: LaunchInit): Promise<LaunchedAttack> {
  const { lab, attack, clock, random, onEnvelope } = init
  const { type, attackers: count = ATTACKS[attack.type].attackers } = attack
  const { bootstraps, fabric } = lab.population
  const { protocol, k } = rulesOfLab(lab.scenario)
  const gang = new Gang({ fabric, clock, random, protocol, k, bootstraps, onEnvelope })
  const keys = type === 'eclipse' ? init.keys.slice(0, 1) : init.keys
  const common = { count, holders: k, random, clock }
  switch (type) {
    case 'bootstrap': {
      const [first] = bootstraps
      const fault = first === undefined ? undefined : lab.faults.block([first])
      const stop = (): void => {
        if (fault !== undefined) lab.faults.clear(fault.fault)
      }
      return { type, attackers: [], accomplices: [], keys: [], since: clock.now(), stop }
    }
    case 'eclipse':
      for (const key of keys) await eclipse(gang, key, count, random)
      break
    case 'poison':
      await poison(gang, keys, common)
      break
    case 'flood':
      await flood(gang, common)
      break
    case 'liars':
      await spreadLiars(gang, common)
      break
    case 'silence':
      await spreadSilence(gang, count, random)
  }
  return {
    type,
    attackers: gang.members.map(({ name }) => name),
    accomplices: gang.accomplices.map(({ name }) => name),
    keys,
    since: clock.now(),
    stop() {
      gang.stop()
    },
  }
}
