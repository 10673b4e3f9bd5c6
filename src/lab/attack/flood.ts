// A flood of records: valid ones without end, each sent to the peers that are nearest to its key.
// Without a bound the holders' memory is the attacker's to fill; with one, what is farthest goes.

import { Libp2pRecord } from '@libp2p/record'
import { fromString } from 'uint8arrays/from-string'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { kadIdOfKey, type RecordKey } from '../../kad/kad-id.ts'
import type { Attacker } from './attacker.ts'
import { answerWith, type Gang } from './gang.ts'
import { makeIdentity } from './identities.ts'

/** Records of each attacker. */
const RECORDS_EACH = 100

/** Bytes of each. */
const VALUE_BYTES = 1_024

/** Copies of one attacker that are on their way at once. */
const AT_ONCE = 8

/** Sends `RECORDS_EACH` records from each of so many peers to the peers nearest to their keys. */
export async function flood(
  gang: Gang,
  init: { readonly count: number; readonly holders: number; random: Random; clock: Clock },
): Promise<void> {
  const answer = answerWith((key) => gang.truth(key))
  for (let made = 0; made < init.count; made += 1) {
    await gang.recruit(makeIdentity(init.random), answer)
  }
  await gang.explore()
  const value = init.random.bytes(VALUE_BYTES)
  const send = async (by: Attacker, text: RecordKey): Promise<void> => {
    const key = fromString(text)
    const record = new Libp2pRecord(key, value, new Date(init.clock.now())).serialize().subarray()
    const holders = gang.nearest(kadIdOfKey(text), init.holders)
    await Promise.all(holders.map((to) => by.ask(to, { type: 'PUT_VALUE', key, record })))
  }
  await Promise.all(
    gang.members.map(async (by) => {
      for (let sent = 0; sent < RECORDS_EACH; sent += AT_ONCE) {
        const keys = Array.from(
          { length: Math.min(AT_ONCE, RECORDS_EACH - sent) },
          () => `/u/flood-${init.random.int(2 ** 32)}` as RecordKey,
        )
        await Promise.all(keys.map((key) => send(by, key)))
      }
    }),
  )
}
