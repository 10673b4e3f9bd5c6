// The index of a namespace: who announced itself there, kept as provider records.
//
// A DHT finds keys, not prefixes. So each member also tells the k peers closest to the hash of
// the namespace that it provides it, which is libp2p's own ADD_PROVIDER; who looks for members
// asks each of those. What counts is the signed announcement: an index only says where to look.

import type { CID } from 'multiformats/cid'
import { collectClosest, findClosest } from '../find-closest.ts'
import { runLookup, type LookupContext } from '../lookup.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import { namespaceIndex } from '../../kad/namespace-keys.ts'

/** The most members that are looked at. */
const MOST_MEMBERS = 256

/** Tells the index of a namespace that the own peer is a member. */
export async function joinIndex(
  context: LookupContext,
  namespace: string,
  signal?: AbortSignal,
): Promise<void> {
  const cid = namespaceIndex(namespace)
  const subject = { operation: 'provide', ...subjectOf(cid), background: true, signal } as const
  await runLookup(context, subject, (request) => collectClosest(context.kad.provide(cid, request)))
}

/** Who is in the index of a namespace, as far as those say who keep it. */
export async function readIndex(
  context: LookupContext,
  namespace: string,
  signal?: AbortSignal,
): Promise<PeerName[]> {
  const cid = namespaceIndex(namespace)
  const subject = {
    operation: 'find-providers',
    ...subjectOf(cid),
    background: false,
    signal,
  } as const
  const { members } = await runLookup(context, subject, async (request) => {
    const { closest } = await findClosest(context, subject.key, request)
    const lists = await Promise.all([
      context.kad.ownProviders(cid),
      ...closest.map((peer) => context.kad.askProviders(peer, cid, request)),
    ])
    const members = [...new Set(lists.flat())].slice(0, MOST_MEMBERS)
    return { closest, members, outcome: members.length > 0 ? 'found' : 'missing' }
  })
  return members
}

function subjectOf(cid: CID): { readonly key: Uint8Array } {
  return { key: cid.multihash.bytes }
}
