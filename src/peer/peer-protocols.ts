// The protocols that a peer speaks. Most peers speak the same: each list is put in order and kept once.

import { share } from '../base/share.ts'

const lists = new Map<string, readonly string[]>()

/** Lists that are known at most; then it begins anew. */
const MOST_LISTS = 1_000

/** Those that were known and those that were told, in the order of their names. */
export function withProtocols(kept: readonly string[], told: readonly string[]): readonly string[] {
  const sorted = inOrder(told)
  if (kept.length === 0 || kept === sorted) return sorted
  return inOrder([...kept, ...told])
}

function inOrder(protocols: readonly string[]): readonly string[] {
  const text = protocols.join('\n')
  const known = lists.get(text)
  if (known !== undefined) return known
  const sorted = [...new Set(protocols.map(share))].sort()
  if (lists.size >= MOST_LISTS) lists.clear()
  lists.set(text, sorted)
  return sorted
}
