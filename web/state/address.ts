// What of the page's state stands in its address: the views and the selection, so that a link shows both.

import { MAX_KEY_LENGTH } from '../../src/event/schema.ts'
import { isPeerName, type PeerName, type RecordKey } from '../../src/kad/kad-id.ts'

/** The views, in the order of the header. */
export const VIEWS = [
  'network',
  'xor',
  'buckets',
  'lookups',
  'records',
  'files',
  'join',
  'log',
  'growth',
  'lab',
] as const

/** The name of a view. */
export type ViewName = (typeof VIEWS)[number]

/** What all views share: the peers, the key and the lookup that are looked at. */
export interface Selected {
  /** The latest is last. */
  readonly peers: readonly PeerName[]
  readonly key: RecordKey | undefined
  readonly lookup: string | undefined
}

/** The page's part of an address. */
export interface Address extends Selected {
  /** One or two different views; empty when the address names none. */
  readonly views: readonly ViewName[]
  /** Percent of the width that the first of two views has; undefined where nobody chose. */
  readonly split: number | undefined
}

/** The least and the most that the first of two views can have, in percent. */
export const SPLIT_RANGE = { least: 25, most: 75 } as const

/** At most this many peers are selected at once. */
export const MAX_SELECTED = 8

/** Reads the query of an address; what is unknown or malformed in it is left out. */
export function readAddress(query: string): Address {
  const params = new URLSearchParams(query)
  const key = params.get('key')
  const lookup = params.get('lookup')
  const split = Number(params.get('split') ?? Number.NaN)
  return {
    views: unique(listOf(params, 'view').filter(isView)).slice(0, 2),
    split: split >= SPLIT_RANGE.least && split <= SPLIT_RANGE.most ? Math.round(split) : undefined,
    peers: unique(listOf(params, 'peer').filter(isPeerName)).slice(-MAX_SELECTED),
    key:
      key !== null && key.startsWith('/') && key.length <= MAX_KEY_LENGTH
        ? (key as RecordKey)
        : undefined,
    lookup: lookup !== null && lookup !== '' && lookup.length <= 80 ? lookup : undefined,
  }
}

/** The query with the page's part replaced and everything else (`room`, `trace`) kept. */
export function writeAddress(query: string, address: Address): string {
  const params = new URLSearchParams(query)
  put(params, 'view', address.views.join(','))
  put(params, 'split', address.split?.toString() ?? '')
  put(params, 'peer', address.peers.join(','))
  put(params, 'key', address.key ?? '')
  put(params, 'lookup', address.lookup ?? '')
  const text = params.toString().replaceAll('%2F', '/').replaceAll('%2C', ',')
  return text === '' ? '' : `?${text}`
}

function listOf(params: URLSearchParams, name: string): string[] {
  return (params.get(name) ?? '').split(',').filter((part) => part !== '')
}

function put(params: URLSearchParams, name: string, value: string): void {
  if (value === '') params.delete(name)
  else params.set(name, value)
}

function isView(text: string): text is ViewName {
  return (VIEWS as readonly string[]).includes(text)
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)]
}
