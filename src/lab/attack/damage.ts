// What is measured of an attack: the words in which its damage is told.

import type { Count } from '../experiment.ts'
import type { AttackVariant } from './attack-plan.ts'
import type { AttackType } from './attack.ts'

/** What became of the attempts in one network; `right`, `wrong` and `failed` make up `attempts`. */
export interface Damage {
  readonly type: AttackType
  readonly variant: AttackVariant
  /** Attackers that show themselves. */
  readonly attackers: number
  readonly attempts: number
  /** A get: the value that was put. A newcomer: exactly the true k closest. */
  readonly right: number
  /** Another value, or other peers. */
  readonly wrong: number
  /** Nothing at all. */
  readonly failed: number
  /** Messages carried while the attempts were made. */
  readonly messages: number
  /** The most records that one honest peer holds afterwards. */
  readonly heldMost: number
}

/** A step of a measurement. */
export type AttackStep =
  | ({
      readonly type: 'progress'
      readonly variant: AttackVariant
      readonly stage: 'joining' | 'attacking' | 'measuring'
    } & Count)
  | { readonly type: 'damage'; readonly damage: Damage }

/** What became of one attempt. */
export type Verdict = 'right' | 'wrong' | 'failed'
