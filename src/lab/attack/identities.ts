// Identities at chosen places: keys are made until enough of their ids lie where they should.

import type { PrivateKey } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import type { Random } from '../../base/random.ts'
import { kadIdOfPeer, type KadId, type PeerName } from '../../kad/kad-id.ts'
import { keyOfSeed } from '../seeded-key.ts'

/** Identities that are tried at most for one that is wanted: a thousand peers take about as many. */
const TRIES_EACH = 4_000

/** Who a peer is. */
export interface Identity {
  readonly privateKey: PrivateKey
  readonly name: PeerName
  readonly kadId: KadId
}

/** A random identity. */
export function makeIdentity(random: Random): Identity {
  const privateKey = keyOfSeed(random.bytes(32))
  const name = peerIdFromPrivateKey(privateKey).toString() as PeerName
  return { privateKey, name, kadId: kadIdOfPeer(name) }
}

/**
 * As many identities as are wanted that `fits` takes, by brute force over seeded keys; fewer
 * when luck is bad. That an id is a hash is all that stands in the way, and among N peers it
 * takes about N tries to be the nearest to a key.
 */
export function searchIdentities(
  count: number,
  random: Random,
  fits: (identity: Identity) => boolean,
): Identity[] {
  const found: Identity[] = []
  for (let tries = count * TRIES_EACH; found.length < count && tries > 0; tries -= 1) {
    const identity = makeIdentity(random)
    if (fits(identity)) found.push(identity)
  }
  return found
}
