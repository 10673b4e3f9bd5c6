// How much a peer holds, and which copies go first when it is more: those farthest from its own id.

import { KadscopeError } from '../../base/errors.ts'
import { kadIdOfKey, kadIdOfPeer, type PeerName, type RecordKey } from '../../kad/kad-id.ts'
import { compareDistance } from '../../kad/metric.ts'

/** The most copies of one peer. */
export const MOST_ENTRIES = 2_000

/** The most bytes of all values of one peer. */
export const MOST_BYTES = 32 * 1024 * 1024

/** The bounds of one shelf. */
export interface Limits {
  readonly entries: number
  readonly bytes: number
}

/** All that a peer holds is closer to it than this copy, and there is no room for more. */
export class ShelfFullError extends KadscopeError {
  override name = 'ShelfFullError'
  constructor() {
    super('This peer is full of records that are closer to it: other peers are nearer to the key.')
  }
}

interface Sized {
  readonly key: RecordKey
  readonly bytes: number
}

/**
 * Which copies must go so that one more fits, farthest from the own id first.
 *
 * @throws ShelfFullError when it would itself be the one to go
 */
export function roomFor(
  wanted: Sized,
  held: ReadonlyMap<RecordKey, Sized>,
  own: PeerName,
  limits: Limits,
): RecordKey[] {
  const others = [...held.values()].filter(({ key }) => key !== wanted.key)
  let entries = others.length + 1
  let bytes = others.reduce((sum, each) => sum + each.bytes, wanted.bytes)
  if (entries <= limits.entries && bytes <= limits.bytes) return []
  const ownId = kadIdOfPeer(own)
  const victims: RecordKey[] = []
  const candidates = [...others, wanted].map((each) => ({ ...each, id: kadIdOfKey(each.key) }))
  candidates.sort((a, b) => compareDistance(ownId, b.id, a.id))
  for (const candidate of candidates) {
    if (entries <= limits.entries && bytes <= limits.bytes) break
    if (candidate.key === wanted.key) throw new ShelfFullError()
    victims.push(candidate.key)
    entries -= 1
    bytes -= candidate.bytes
  }
  return victims
}
