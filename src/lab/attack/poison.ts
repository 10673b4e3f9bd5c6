// Poisoned values: somebody who never held the record sends its holders another value for the key.
// Under /u/ the later value wins, so each holder takes it; under /c/ it does not hash to the key.

import { Libp2pRecord } from '@libp2p/record'
import { fromString } from 'uint8arrays/from-string'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { kadIdOfKey, type RecordKey } from '../../kad/kad-id.ts'
import { answerWith, type Gang } from './gang.ts'
import { makeIdentity } from './identities.ts'

/** What the poisoned records say. */
export const POISON = 'poisoned'

/** Overwrites the values of `keys` at their holders, from so many peers. */
export async function poison(
  gang: Gang,
  keys: readonly RecordKey[],
  init: { readonly count: number; readonly holders: number; random: Random; clock: Clock },
): Promise<void> {
  const answer = answerWith((key) => gang.truth(key))
  for (let made = 0; made < init.count; made += 1) {
    await gang.recruit(makeIdentity(init.random), answer)
  }
  await gang.explore()
  for (const [index, text] of keys.entries()) {
    const by = gang.members[index % gang.members.length]
    const key = fromString(text)
    const value = fromString(POISON)
    const record = new Libp2pRecord(key, value, new Date(init.clock.now())).serialize().subarray()
    const holders = gang.nearest(kadIdOfKey(text), init.holders)
    await Promise.all(holders.map(async (to) => by?.ask(to, { type: 'PUT_VALUE', key, record })))
  }
}
