// Lying FIND_NODE answers: peers anywhere answer as they should until they are in the others' tables.
// Then they name, whatever they are asked, their accomplices that lie nearest to it. Of many
// accomplices some lie near to any key, so a path that meets one liar soon has k answers nearer than
// those of all honest peers, and ends among them.

import { delay, type Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { writeMessage } from '../../peer/messages/write-message.ts'
import type { Answer } from './attacker.ts'
import type { Gang } from './gang.ts'
import { makeIdentity } from './identities.ts'

/** Accomplices for each peer of the network: some are then nearer to a key than the nearest honest peer. */
const ACCOMPLICES_EACH = 4

/** How long they are good peers, in milliseconds: until the others' tables have come to rest. */
const GOOD_MS = 4_000

/** Spreads so many liars over the network. */
export async function spreadLiars(
  gang: Gang,
  init: { readonly count: number; readonly random: Random; readonly clock: Clock },
): Promise<void> {
  const { count, random, clock } = init
  let lying = false
  const answer: Answer = ({ type, key }) =>
    type === 'FIND_NODE' || type === 'GET_VALUE'
      ? writeMessage({ type, key, closer: lying ? gang.lie(key) : gang.truth(key) })
      : undefined
  for (let made = 0; made < count; made += 1) {
    await gang.recruit(makeIdentity(random), answer)
  }
  await gang.explore()
  for (let made = gang.victims.size * ACCOMPLICES_EACH; made > 0; made -= 1) {
    await gang.hide(makeIdentity(random), answer)
  }
  await Promise.all(gang.members.map((member) => member.approach([...gang.victims])))
  await delay(clock, GOOD_MS)
  lying = true
}
