// What happened last to a routing table: one more makes one object, where a list would be copied.

import { TABLE_NEWS_KEPT } from './limits.ts'
import type { TableNews, TableNewsChain } from './world.ts'

/** The chain with one more. It may grow to twice what is kept, and is then made anew. */
export function withNews(
  before: TableNewsChain | undefined,
  { at, event }: TableNews,
): TableNewsChain {
  const isLong = before !== undefined && before.length >= 2 * TABLE_NEWS_KEPT
  const kept = isLong ? chainOf(newsOf(before)) : before
  return { at, event, before: kept, length: (kept?.length ?? 0) + 1 }
}

/** What is kept of a chain, oldest first. */
export function newsOf(latest: TableNewsChain | undefined): TableNews[] {
  const news: TableNews[] = []
  let one = latest
  while (one !== undefined && news.length < TABLE_NEWS_KEPT) {
    news.push({ at: one.at, event: one.event })
    one = one.before
  }
  return news.reverse()
}

function chainOf(news: readonly TableNews[]): TableNewsChain | undefined {
  return news.reduce<TableNewsChain | undefined>(withNews, undefined)
}
