// A lookup by hand: the k peers closest to a record key or to a peer id.

import type { PeerName } from '../kad/kad-id.ts'
import { parseLookupTarget } from '../kad/record-key.ts'
import { NoContactsError } from './errors.ts'
import { findClosest } from './find-closest.ts'
import { runLookup, type LookupContext, type LookupSubject } from './lookup.ts'

/**
 * The k closest peers found, nearest first, the asker left out.
 *
 * @param target a record key or a peer id
 * @throws InvalidKeyError, NoContactsError
 */
export async function findClosestPeers(
  context: LookupContext,
  target: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<PeerName[]> {
  const subject = subjectOf(target, signal)
  if (context.kad.isEmpty()) throw new NoContactsError()
  const { closest } = await runLookup(context, subject, (request) =>
    findClosest(context, subject.key, request),
  )
  return closest
}

/** @throws InvalidKeyError when `text` is neither a peer id nor a record key. */
function subjectOf(text: string, signal: AbortSignal | undefined): LookupSubject {
  const target = parseLookupTarget(text)
  const common = { background: false, signal, key: target.bytes }
  return target.type === 'peer'
    ? { ...common, operation: 'find-peer' }
    : { ...common, operation: 'closest', recordKey: target.key }
}
