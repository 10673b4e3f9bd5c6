// Silent holders: peers that answer lookups as they should, so that they count among the k closest,
// but take no copy and serve none.

import type { Random } from '../../base/random.ts'
import { writeMessage } from '../../peer/messages/write-message.ts'
import type { Answer } from './attacker.ts'
import type { Gang } from './gang.ts'
import { makeIdentity } from './identities.ts'

/** Spreads so many silent holders over the network. */
export async function spreadSilence(gang: Gang, count: number, random: Random): Promise<void> {
  const answer: Answer = ({ type, key }) =>
    type === 'FIND_NODE' || type === 'GET_VALUE'
      ? writeMessage({ type, key, closer: gang.truth(key) })
      : undefined
  for (let made = 0; made < count; made += 1) {
    await gang.recruit(makeIdentity(random), answer)
  }
  await gang.explore()
  await Promise.all(gang.members.map((member) => member.approach([...gang.victims])))
}
