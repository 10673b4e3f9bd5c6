// A routing table as the textbook has it: one bucket for each length of shared prefix.

import { ID_BITS, type KadId } from './kad-id.ts'
import { bucketIndex, compareDistance } from './metric.ts'
import { prefixOf, siblingOf } from './prefix.ts'

/** One k-bucket: the ids that share exactly `sharedBits` leading bits with the own id. */
export interface TextbookBucket<Member> {
  readonly sharedBits: number
  /** The paper's number of the bucket: 255 - `sharedBits`. */
  readonly index: number
  /** What the ids of the bucket begin with; `sharedBits` + 1 binary digits. */
  readonly prefix: string
  /** The smallest distance from the own id: 2^index. */
  readonly from: bigint
  /** The first distance beyond: 2^(index + 1). */
  readonly to: bigint
  /** Its share of the whole id space: 1/2, 1/4, 1/8, … */
  readonly share: number
  /** Nearest first. */
  readonly members: readonly Member[]
}

/**
 * The k-buckets of `own`, the far half of the id space first, down to the deepest that has
 * a member (Maymounkov and Mazières 2002, section 2.2). The own id is left out.
 *
 * @param options.depth lists at least this many buckets, empty or not; up to 256
 */
export function textbookBuckets<Member extends { readonly kadId: KadId }>(
  own: KadId,
  members: Iterable<Member>,
  options: { readonly depth?: number } = {},
): TextbookBucket<Member>[] {
  const bySharedBits = new Map<number, Member[]>()
  let depth = Math.min(options.depth ?? 0, ID_BITS)
  for (const member of members) {
    const index = bucketIndex(own, member.kadId)
    if (index < 0) continue
    const sharedBits = ID_BITS - 1 - index
    depth = Math.max(depth, sharedBits + 1)
    const bucket = bySharedBits.get(sharedBits)
    if (bucket === undefined) bySharedBits.set(sharedBits, [member])
    else bucket.push(member)
  }
  return Array.from({ length: depth }, (_, sharedBits) => {
    const index = ID_BITS - 1 - sharedBits
    return {
      sharedBits,
      index,
      prefix: siblingOf(prefixOf(own, sharedBits + 1)),
      from: 1n << BigInt(index),
      to: 1n << BigInt(index + 1),
      share: 2 ** -(sharedBits + 1),
      members: (bySharedBits.get(sharedBits) ?? []).sort((a, b) =>
        compareDistance(own, a.kadId, b.kadId),
      ),
    }
  })
}
