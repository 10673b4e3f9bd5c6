// A routing table as a picture: its buckets in the order of the id space, k slots each.

import type { KadId } from '../../src/kad/kad-id.ts'
import { bitAt, prefixSpan, hasPrefix, prefixRange } from '../../src/kad/prefix.ts'
import { textbookBuckets } from '../../src/kad/textbook-buckets.ts'
import { trieLeaves } from '../../src/kad/trie.ts'
import { livePeers } from '../../src/world/selectors.ts'
import type { Contact, Peer, World } from '../../src/world/world.ts'
import { countOf } from './format.ts'
import { sameList } from './sameness.ts'

/** What of a peer its table is drawn from. */
export type TableOwner = Pick<Peer, 'peerId' | 'kadId' | 'k' | 'contacts' | 'splits'>

/** One bucket of a table, under either lens. */
export interface BucketRow {
  readonly prefix: string
  readonly depth: number
  /** Where its ids lie in the space [0, 1). */
  readonly start: number
  readonly share: number
  /** Whether the table's owner falls into it itself. */
  readonly own: boolean
  readonly contacts: readonly Contact[]
  /** Slots without a contact; 0 when k is unknown. */
  readonly free: number
  /** Live peers under the prefix, the owner left out. */
  readonly inReach: number
  /** Those of them that are contacts. */
  readonly known: number
}

/** How a table is looked at: as kad-dht keeps it, or as the paper draws it. */
export type Lens = 'real' | 'textbook'

/** The buckets of a peer's table. */
export function bucketRows(world: World, peer: TableOwner, lens: Lens): BucketRow[] {
  const leaves =
    lens === 'real' ? trieLeaves(peer.contacts.values(), peer.splits.values()) : paperLeaves(peer)
  const others = livePeers(world).filter(({ peerId }) => peerId !== peer.peerId)
  return leaves.map(({ prefix, contacts }) => ({
    prefix,
    depth: prefix.length,
    ...prefixSpan(prefix),
    own: hasPrefix(peer.kadId, prefix),
    contacts: [...contacts].sort((a, b) => (a.kadId < b.kadId ? -1 : 1)),
    free: Math.max(0, peer.k - contacts.length),
    ...coverageOf(others, peer, prefix),
  }))
}

/** The same rows, but those that say what they said before as the very same objects. */
export function keepRows(before: readonly BucketRow[], next: readonly BucketRow[]): BucketRow[] {
  const known = new Map(before.map((row) => [row.prefix, row]))
  return next.map((row) => {
    const old = known.get(row.prefix)
    return old !== undefined && saysTheSame(old, row) ? old : row
  })
}

function saysTheSame(one: BucketRow, other: BucketRow): boolean {
  return (
    one.own === other.own &&
    one.free === other.free &&
    one.inReach === other.inReach &&
    one.known === other.known &&
    sameList(one.contacts, other.contacts)
  )
}

/** How much of the network a table knows, in words. */
export function coverageWords(rows: readonly BucketRow[]): string {
  const inReach = rows.reduce((sum, row) => sum + row.inReach, 0)
  const known = rows.reduce((sum, row) => sum + row.known, 0)
  const share = Math.round((known / Math.max(1, inReach)) * 100)
  return `knows ${known.toString()} of ${countOf(inReach, 'other peer')}, ${share.toString()} %`
}

function coverageOf(
  others: readonly Peer[],
  { contacts }: TableOwner,
  prefix: string,
): Pick<BucketRow, 'inReach' | 'known'> {
  const inside = others.filter((other) => hasPrefix(other.kadId, prefix))
  const known = inside.filter(({ peerId }) => contacts.has(peerId))
  return { inReach: inside.length, known: known.length }
}

/** The prefix split where it leaves the owner's own path: shared bits, then the rest. */
export function sharedPart(prefix: string, owner: KadId): { shared: string; rest: string } {
  let shared = 0
  while (shared < prefix.length && Number(prefix[shared]) === bitAt(owner, shared)) shared += 1
  return { shared: prefix.slice(0, shared), rest: prefix.slice(shared) }
}

/** The first hex digits of the first and the last id of a bucket. */
export function rangeText(prefix: string): string {
  const { first, last } = prefixRange(prefix)
  return `${first.slice(0, 4)}…–${last.slice(0, 4)}…`
}

/** A share of the id space in words: all, half, a quarter, 1/8, … */
export function shareText(depth: number): string {
  if (depth === 0) return 'all ids'
  if (depth === 1) return 'half of all ids'
  if (depth === 2) return 'a quarter of all ids'
  return depth <= 12
    ? `1/${(2 ** depth).toString()} of all ids`
    : `1/2^${depth.toString()} of all ids`
}

function paperLeaves(peer: TableOwner): { prefix: string; contacts: readonly Contact[] }[] {
  return textbookBuckets(peer.kadId, peer.contacts.values()).map(({ prefix, members }) => ({
    prefix,
    contacts: members,
  }))
}
