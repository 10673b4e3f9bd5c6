// Which events the Log lists: the filter, and a list that grows with the recording.

import type { Envelope } from '../../../src/event/envelope.ts'
import type { EventKind } from '../../../src/event/event.ts'
import type { PeerName } from '../../../src/kad/kad-id.ts'
import { nicknameOfPeer } from '../../../src/kad/label.ts'
import type { Timeline } from '../../../src/world/timeline.ts'

/** The families of events, for the filter. */
export const FAMILIES = [
  { value: 'all', label: 'everything', kinds: [] },
  { value: 'peers', label: 'peers and joining', kinds: ['peer.', 'join.', 'relay.'] },
  { value: 'wires', label: 'wires', kinds: ['connection.'] },
  { value: 'tables', label: 'tables', kinds: ['contact.', 'bucket.'] },
  {
    value: 'lookups',
    label: 'lookups',
    kinds: ['lookup.', 'rpc.sent', 'rpc.answered', 'rpc.failed'],
  },
  { value: 'serving', label: 'serving', kinds: ['rpc.served', 'rpc.refused'] },
  { value: 'records', label: 'records', kinds: ['record.'] },
  { value: 'files', label: 'files', kinds: ['share.', 'block.'] },
  { value: 'faults', label: 'faults', kinds: ['fault.'] },
] as const satisfies readonly { value: string; label: string; kinds: readonly string[] }[]

/** A family of kinds of events. */
export type Family = (typeof FAMILIES)[number]['value']

/** What is listed. */
export interface LogFilter {
  /** A family of kinds, or one kind. */
  readonly kinds: Family | EventKind
  readonly peer: PeerName | undefined
  readonly lookup: string | undefined
}

/** What a filter lets through, in words: `records, told by amber-fox`; undefined when all of it. */
export function filterWords({ kinds, peer, lookup }: LogFilter): string | undefined {
  const words = [
    kinds === 'all' ? [] : (FAMILIES.find(({ value }) => value === kinds)?.label ?? kinds),
    peer === undefined ? [] : `told by ${nicknameOfPeer(peer)}`,
    lookup === undefined ? [] : 'of one lookup',
  ].flat()
  return words.length === 0 ? undefined : words.join(', ')
}

/** The indices of the events that a filter lets through; made once for a filter. */
export class LogIndex {
  readonly #timeline: Timeline
  readonly #filter: LogFilter
  readonly #kinds: readonly string[]
  /** The messages of the chosen lookup, so that their answers are listed too. */
  readonly #rpcs = new Set<string>()
  #indices: number[] = []
  #listed: number[] = []
  #seen: number

  constructor(timeline: Timeline, filter: LogFilter) {
    this.#timeline = timeline
    this.#filter = filter
    this.#kinds = FAMILIES.find(({ value }) => value === filter.kinds)?.kinds ?? [filter.kinds]
    this.#seen = timeline.first
  }

  /** The listed events before `position`, oldest first. */
  upTo(position: number): number[] {
    for (; this.#seen < this.#timeline.length; this.#seen += 1) {
      const envelope = this.#timeline.envelopeAt(this.#seen)
      if (envelope !== undefined && this.#matches(envelope)) this.#indices.push(this.#seen)
    }
    const first = this.#timeline.first
    const begin = (this.#indices[0] ?? first) < first ? countBelow(this.#indices, first) : 0
    if (begin > 0) this.#indices = this.#indices.slice(begin)
    const count = countBelow(this.#indices, position)
    // What has not changed stays the same list, and need not be drawn anew.
    if (count !== this.#listed.length || this.#listed[0] !== this.#indices[0]) {
      this.#listed = this.#indices.slice(0, count)
    }
    return this.#listed
  }

  #matches({ peer, event }: Envelope): boolean {
    const { lookup } = this.#filter
    if (this.#filter.peer !== undefined && peer !== this.#filter.peer) return false
    if (this.#kinds.length > 0 && !this.#kinds.some((kind) => event.kind.startsWith(kind))) {
      return false
    }
    if (lookup === undefined) return true
    if ('lookup' in event && event.lookup === lookup) {
      if (event.kind === 'rpc.sent') this.#rpcs.add(event.rpc)
      return true
    }
    return 'rpc' in event && this.#rpcs.has(event.rpc)
  }
}

/** How many of rising numbers are below a limit. */
export function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) < limit) low = middle + 1
    else high = middle
  }
  return low
}
