// Attacks as plain data: what there is, how large it is by default, and what the defence changes.

import * as v from 'valibot'
import { fields, oneOf, whole } from '../fields.ts'

const TYPES = ['bootstrap', 'eclipse', 'poison', 'flood', 'liars', 'silence'] as const

/** What attackers do; docs of each are in the file of its name. */
export type AttackType = (typeof TYPES)[number]

/** What the switch turns on. */
export type Defence = 'invitations' | 'wider' | 'content' | 'bounds' | 'paths' | 'quorum'

/** Attackers of a Lab at most. */
export const MOST_ATTACKERS = 64

export const attackType = oneOf(TYPES)
export const attackersField = v.optional(whole(1, MOST_ATTACKERS))

/** An attack in a scenario. */
export const attackSchema = fields({
  type: attackType,
  /** How many peers attack. @default as ATTACKS has it */
  attackers: attackersField,
  /** Whether the network has the defence. */
  defended: v.optional(v.boolean('must be true or false'), false),
})

/** An attack on a Lab. */
export type Attack = v.InferOutput<typeof attackSchema>

/** Each attack: attackers unless said otherwise, and its defence. */
export const ATTACKS: Readonly<
  Record<AttackType, { readonly attackers: number; readonly defence: Defence }>
> = {
  /** The bootstrap is cut off, and newcomers want in. Nobody attacks but the firewall. */
  bootstrap: { attackers: 1, defence: 'invitations' },
  /** Peers with ids made to lie nearer to a key than all others take its record over, and lose it. */
  eclipse: { attackers: 8, defence: 'wider' },
  /** A value is overwritten by somebody else. */
  poison: { attackers: 1, defence: 'content' },
  /** Records without end. */
  flood: { attackers: 4, defence: 'bounds' },
  /** Peers that answer every question with accomplices that lie near to what is sought. */
  liars: { attackers: 24, defence: 'paths' },
  /** Peers that answer lookups as they should, and take no copy. */
  silence: { attackers: 32, defence: 'quorum' },
}
