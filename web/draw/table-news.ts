// What happened last to a table, bucket by bucket: who came, who went and why, pings and splits.

import { kadIdOfPeer, type PeerName } from '../../src/kad/kad-id.ts'
import { nicknameOfPeer } from '../../src/kad/label.ts'
import { hasPrefix } from '../../src/kad/prefix.ts'
import type { TableNews } from '../../src/world/world.ts'
import { formatAgo, formatMs } from './format.ts'

type TableEvent = TableNews['event']

/** How long something counts as new, in milliseconds. */
export const NEW_MS = 3000

/** Why a contact left, in words; what is not here is shown as it is. */
const REASONS: Readonly<Record<string, string>> = {
  evicted: 'there was no room for it',
  disconnected: 'its last wire closed and it was silent',
  unreachable: 'a message to it failed and it was silent',
  left: 'others say that it left',
}

/** The latest thing in a bucket that is worth telling, as a sentence; pings are told at the contact. */
export function bucketNews(
  news: readonly TableNews[],
  prefix: string,
  at: number,
):
  | { readonly kind: TableEvent['kind']; readonly text: string; readonly isNew: boolean }
  | undefined {
  const here = news.filter((one) => isIn(one, prefix) && one.at <= at)
  const last = here.findLast(({ event }) => event.kind !== 'contact.pinged')
  if (last === undefined) return undefined
  const text = `${sentenceOf(last, here)}, ${formatAgo(at - last.at)}`
  return { kind: last.event.kind, text, isNew: at - last.at < NEW_MS }
}

/** The latest ping of a contact; undefined when none is remembered. */
export function lastPing(
  news: readonly TableNews[],
  contact: PeerName,
): { readonly ok: boolean; readonly ms: number; readonly at: number } | undefined {
  for (const { event, at } of [...news].reverse()) {
    if (event.kind !== 'contact.pinged' || event.contact !== contact) continue
    return { ok: event.ok, ms: event.ms, at }
  }
  return undefined
}

/** A ping in words. */
export function pingWords(ping: { readonly ok: boolean; readonly ms: number }): string {
  return ping.ok ? `answered a ping in ${formatMs(ping.ms)}` : 'did not answer a ping'
}

function isIn({ event }: TableNews, prefix: string): boolean {
  // A split is news of both halves.
  if (event.kind === 'bucket.split')
    return prefix.length === event.prefix.length + 1 && prefix.startsWith(event.prefix)
  return hasPrefix(kadIdOfPeer(event.contact), prefix)
}

function sentenceOf(last: TableNews, here: readonly TableNews[]): string {
  const { event } = last
  switch (event.kind) {
    case 'bucket.split':
      return `split from ${event.prefix === '' ? 'the whole table' : `${event.prefix}…`}`
    case 'contact.removed':
      return `${nicknameOfPeer(event.contact)} left: ${reasonWords(event.reason)}`
    case 'contact.pinged':
      return `${nicknameOfPeer(event.contact)} ${pingWords(event)}`
    case 'contact.added': {
      const before = here[here.indexOf(last) - 1]?.event
      const place = before?.kind === 'contact.removed' ? before : undefined
      return place === undefined
        ? `${nicknameOfPeer(event.contact)} came in`
        : `${nicknameOfPeer(event.contact)} took the place of ${nicknameOfPeer(place.contact)} (${reasonWords(place.reason)})`
    }
  }
}

function reasonWords(reason: string): string {
  return REASONS[reason] ?? reason
}
