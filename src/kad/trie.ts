// A routing table as kad-dht keeps it: a binary trie whose leaves are the buckets.

import { ID_BITS, type KadId } from './kad-id.ts'
import { assertPrefix, bitAt } from './prefix.ts'

/** A bucket: the contacts whose ids begin with `prefix`, which has `depth` bits. */
export interface TrieLeaf<Contact> {
  readonly prefix: string
  readonly depth: number
  readonly contacts: readonly Contact[]
}

/**
 * The leaves of a table, in the order of the id space; together they cover all of it.
 *
 * @param contacts the entries of the table; they keep their order within a leaf
 * @param splits the prefixes that have been split, in any order; what lies above a split
 * prefix counts as split too
 * @throws RangeError when a split is not made of fewer than 256 binary digits.
 */
export function trieLeaves<Contact extends { readonly kadId: KadId }>(
  contacts: Iterable<Contact>,
  splits: Iterable<string>,
): TrieLeaf<Contact>[] {
  const inner = innerNodes(splits)
  const byLeaf = new Map<string, Contact[]>()
  for (const contact of contacts) {
    const prefix = leafPrefix(contact.kadId, inner)
    const members = byLeaf.get(prefix)
    if (members === undefined) byLeaf.set(prefix, [contact])
    else members.push(contact)
  }
  const leaves: TrieLeaf<Contact>[] = []
  const visit = (prefix: string): void => {
    if (inner.has(prefix)) {
      visit(`${prefix}0`)
      visit(`${prefix}1`)
    } else {
      leaves.push({ prefix, depth: prefix.length, contacts: byLeaf.get(prefix) ?? [] })
    }
  }
  visit('')
  return leaves
}

/** The prefix of the leaf that an id falls into. */
export function leafOf(id: KadId, splits: Iterable<string>): string {
  return leafPrefix(id, innerNodes(splits))
}

function leafPrefix(id: KadId, inner: ReadonlySet<string>): string {
  let prefix = ''
  while (inner.has(prefix)) prefix += String(bitAt(id, prefix.length))
  return prefix
}

/** All inner nodes: the splits and everything above them. */
function innerNodes(splits: Iterable<string>): Set<string> {
  const inner = new Set<string>()
  for (const split of splits) {
    assertPrefix(split)
    if (split.length === ID_BITS) throw new RangeError('splits must be shorter than an id')
    for (let depth = split.length; depth >= 0; depth -= 1) {
      const prefix = split.slice(0, depth)
      if (inner.has(prefix)) break
      inner.add(prefix)
    }
  }
  return inner
}
