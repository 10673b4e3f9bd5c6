// Sybil and eclipse: identities made to lie nearer to a key than all honest peers become its holders.
// They confirm each copy, keep none, and name only each other. The honest holders see k confirmed
// copies nearer than themselves and let theirs go, as the protocol has it: the record is gone.

import type { Random } from '../../base/random.ts'
import { kadIdOfKey, kadIdOfPeer, type RecordKey } from '../../kad/kad-id.ts'
import { compareDistance } from '../../kad/metric.ts'
import { answerWith, type Gang } from './gang.ts'
import { makeIdentity, searchIdentities } from './identities.ts'

/** How many of the victims nearest to the key are told of each attacker. */
const APPROACHED = 24

/** Surrounds `key` with so many attackers. */
export async function eclipse(
  gang: Gang,
  key: RecordKey,
  count: number,
  random: Random,
): Promise<void> {
  const target = kadIdOfKey(key)
  const answer = answerWith((asked) => gang.lie(asked))
  // The scout finds out who is there before anybody is made.
  await gang.recruit(makeIdentity(random), answer)
  await gang.explore()
  const [nearest] = gang.nearest(target, 1)
  if (nearest === undefined) return
  const bound = kadIdOfPeer(nearest)
  const identities = searchIdentities(
    count - 1,
    random,
    ({ kadId }) => compareDistance(target, kadId, bound) < 0,
  )
  for (const identity of identities) await gang.recruit(identity, answer)
  const neighbours = gang.nearest(target, APPROACHED)
  await Promise.all(gang.members.map((member) => member.approach(neighbours)))
}
